package id.kursi.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Reads a CSV file (RFC 4180, UTF-8, with a header): each line as the form that a JSON body would
 * be, by the same rules. Whatever is wrong is told by line, and then nothing of the file is taken.
 */
public final class Lines {
  /** Bytes: 50,000 lines of a hundred each. */
  public static final int MAX_BYTES = 5 * 1024 * 1024;

  private static final int MAX_LINES = 50_000;

  /** Errors that are told: whoever has more has one that repeats itself. */
  private static final int MAX_ERRORS = 1_000;

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .setAllowMissingColumnNames(false)
          .setSkipHeaderRecord(true)
          .setIgnoreEmptyLines(true)
          .setTrim(true)
          .get();

  /**
   * @param item makes an item of a line's number and form
   * @param key what no two lines may share
   */
  public static <T> List<T> read(
      byte[] csv, BiFunction<Long, Form, T> item, Function<T, Object> key, String keyField) {
    var items = new ArrayList<T>();
    var errors = new ArrayList<LineError>();
    var keys = new HashSet<Object>();
    for (var numbered : parse(csv)) {
      long line = numbered.line();
      var wrong = new ArrayList<FieldError>();
      var form = Form.ofLine(numbered.cells(), wrong);
      var read = item.apply(line, form);
      form.refuseUnknown();
      if (wrong.isEmpty() && !keys.add(key.apply(read))) {
        wrong.add(FieldRule.TWICE.at(keyField));
      }
      wrong.forEach(error -> errors.add(LineError.of(line, error)));
      items.add(read);
    }
    refuse(errors);
    return items;
  }

  /**
   * @param line on which the record ends
   */
  private record Numbered(long line, Map<String, String> cells) {}

  private static List<Numbered> parse(byte[] csv) {
    if (csv.length > MAX_BYTES) {
      throw new ProblemException(ProblemType.BODY_TOO_LARGE);
    }
    try (var parser = CSVParser.parse(text(csv), FORMAT)) {
      var records = new ArrayList<Numbered>();
      for (var record : parser) {
        if (!record.isConsistent()) {
          throw new ProblemException(ProblemType.MALFORMED_CSV);
        }
        if (records.size() == MAX_LINES) {
          throw new ProblemException(ProblemType.BODY_TOO_LARGE);
        }
        records.add(new Numbered(parser.getCurrentLineNumber(), record.toMap()));
      }
      if (records.isEmpty()) {
        throw new ProblemException(ProblemType.MALFORMED_CSV);
      }
      return records;
    } catch (IOException | UncheckedIOException | IllegalArgumentException malformed) {
      throw new ProblemException(ProblemType.MALFORMED_CSV);
    }
  }

  /** Spreadsheets put a mark before UTF-8. */
  private static String text(byte[] csv) throws CharacterCodingException {
    var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(csv)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Refuses the file with its first errors, and says how many there are. */
  public static void refuse(List<LineError> errors) {
    if (!errors.isEmpty()) {
      throw new ProblemException(
          Problem.of(ProblemType.INVALID_LINES)
              .with("total", errors.size())
              .with("errors", errors.stream().limit(MAX_ERRORS).toList()));
    }
  }

  private Lines() {}
}
