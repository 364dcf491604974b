package id.kursi.platform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads a request body and collects what is wrong with every field, so that one answer names them
 * all. Readers give null for a field that is missing or wrong; {@link #done()} then refuses the
 * body. Error texts never repeat a value.
 */
public final class Form {
  /** Bytes. A claim is under 1 KiB; an intake with its texts under 4. */
  public static final int MAX_BODY = 16 * 1024;

  private static final int MAX_DEPTH = 16;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_BODY)
                          .maxNumberLength(32)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  /**
   * What no text of a person holds: control characters, and halves of a pair, which no UTF-8 can
   * say.
   */
  private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

  static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private final JsonNode node;
  private final String pointer;
  private final List<FieldError> errors;
  private final boolean line;
  private final Set<String> known = new HashSet<>();
  private final List<Form> inner = new ArrayList<>();

  private Form(JsonNode node, String pointer, List<FieldError> errors, boolean line) {
    this.node = node;
    this.pointer = pointer;
    this.errors = errors;
    this.line = line;
  }

  public static Form of(byte[] body) {
    return of(body, MAX_BODY);
  }

  public static Form of(byte[] body, int max) {
    if (body != null && body.length > max) {
      throw new ProblemException(ProblemType.BODY_TOO_LARGE);
    }
    try {
      var node =
          body == null || body.length == 0 ? MissingNode.getInstance() : JSON.readTree(text(body));
      if (!node.isObject()) {
        throw new ProblemException(ProblemType.MALFORMED_JSON);
      }
      return new Form(node, "", new ArrayList<>(), false);
    } catch (IOException malformed) {
      throw new ProblemException(ProblemType.MALFORMED_JSON);
    }
  }

  /**
   * Strictly: Jackson reads overlong forms, and guesses UTF-16, so that what a proxy has looked at
   * would not be what is read here.
   */
  private static String text(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  /**
   * One line of a table, whose columns are named like the fields of a JSON body ({@code title.id}
   * for a field of an object). Empty cells are missing; numbers may be written as text.
   */
  static Form ofLine(Map<String, String> cells, List<FieldError> errors) {
    var line = JSON.createObjectNode();
    cells.forEach(
        (column, cell) -> {
          if (!cell.isEmpty()) {
            var path = column.split("\\.", 2);
            if (path.length == 1) {
              line.put(column, cell);
            } else {
              var object = line.get(path[0]) instanceof ObjectNode known ? known : null;
              (object == null ? line.putObject(path[0]) : object).put(path[1], cell);
            }
          }
        });
    return new Form(line, "", errors, true);
  }

  /** Refuses a code that turned out to stand for nothing. */
  public void found(String name, boolean found) {
    check(name, name, found, FieldRule.UNKNOWN_CODE);
    refuse(errors);
  }

  public Form object(String name) {
    var value = present(name);
    if (value != null && !value.isObject()) {
      error(name, FieldRule.OBJECT);
      value = null;
    }
    var form = new Form(value, pointer + "/" + name, errors, line);
    inner.add(form);
    return form;
  }

  /** A list of 1 to max objects. */
  public <T> List<T> list(String name, int max, Function<Form, T> item) {
    var value = present(name);
    if (value == null || !value.isArray() || value.isEmpty() || value.size() > max) {
      check(name, value, false, FieldRule.LIST);
      return List.of();
    }
    var items = new ArrayList<T>();
    for (int i = 0; i < value.size(); i++) {
      var form =
          new Form(
              value.get(i).isObject() ? value.get(i) : null,
              pointer + "/" + name + "/" + i,
              errors,
              line);
      if (form.node == null) {
        error(name + "/" + i, FieldRule.OBJECT);
      }
      inner.add(form);
      items.add(item.apply(form));
    }
    return items;
  }

  /** Trimmed text of 1 to max characters without control characters. */
  public String text(String name, int max) {
    return read(
        name,
        FieldRule.TEXT,
        value -> {
          var text = value.isTextual() ? value.textValue().strip() : "";
          return text.isEmpty() || NO_TEXT.matcher(text).find() ? null : limited(name, text, max);
        });
  }

  private String limited(String name, String text, int max) {
    return text.length() <= max ? text : fail(name, FieldRule.TOO_LONG);
  }

  /** Letters, digits, hyphens and underscores, 64 at most. */
  public String code(String name) {
    return read(
        name,
        FieldRule.CODE,
        value ->
            value.isTextual() && CODE.matcher(value.textValue()).matches()
                ? value.textValue()
                : null);
  }

  public Bilingual bilingual(String name, int max) {
    var form = object(name);
    if (form.node == null) {
      return null;
    }
    var id = form.text("id", max);
    var en = form.text("en", max);
    return id == null || en == null ? null : new Bilingual(id, en);
  }

  public Long number(String name, long min, long max) {
    return read(
        name,
        FieldRule.NUMBER,
        value -> {
          var number =
              line && WHOLE.matcher(value.asText()).matches()
                  ? LongNode.valueOf(Long.parseLong(value.asText()))
                  : value;
          var fits = number.isIntegralNumber() && number.canConvertToLong();
          return fits && number.longValue() >= min && number.longValue() <= max
              ? number.longValue()
              : null;
        });
  }

  public Integer integer(String name, int min, int max) {
    var number = number(name, min, max);
    return number == null ? null : number.intValue();
  }

  /** An integer that may be left out. */
  public Integer integer(String name, int min, int max, int otherwise) {
    return has(name) ? integer(name, min, max) : Integer.valueOf(otherwise);
  }

  /** A truth value that may be left out: then it is false. */
  public boolean flag(String name) {
    return has(name)
        && Boolean.TRUE.equals(
            read(name, FieldRule.FLAG, value -> value.isBoolean() ? value.booleanValue() : null));
  }

  public LocalDate date(String name) {
    return parsed(name, FieldRule.DATE, LocalDate::parse);
  }

  /** An instant with its zone, as in 2026-06-24T08:00:00+07:00. */
  public Instant instant(String name) {
    return parsed(
        name,
        FieldRule.INSTANT,
        text -> Form.within(java.time.OffsetDateTime.parse(text).toInstant()));
  }

  /** Far from any admission a year is a slip of the keyboard. */
  private static Instant within(Instant instant) {
    return instant.isAfter(EARLIEST) && instant.isBefore(LATEST) ? instant : null;
  }

  /** An ISO 8601 duration of whole seconds, as in PT10M. */
  public Duration duration(String name, Duration max) {
    return parsed(
        name,
        FieldRule.DURATION,
        text -> {
          var duration = Duration.parse(text);
          return duration.toSeconds() >= 1
                  && duration.getNano() == 0
                  && duration.compareTo(max) <= 0
              ? duration
              : null;
        });
  }

  public UUID uuid7(String name) {
    return read(
        name,
        FieldRule.UUID7,
        value -> value.isTextual() ? Parameters.uuid7(value.textValue()) : null);
  }

  public <E extends Enum<E>> E oneOf(String name, Class<E> values) {
    return read(
        name,
        FieldRule.CHOICE,
        value -> {
          for (var constant : values.getEnumConstants()) {
            if (constant.name().equals(value.textValue())) {
              return constant;
            }
          }
          return null;
        });
  }

  private <T> T parsed(String name, FieldRule rule, Function<String, T> parser) {
    return read(
        name,
        rule,
        value -> {
          try {
            return value.isTextual() && value.textValue().length() <= 64
                ? parser.apply(value.textValue())
                : null;
          } catch (DateTimeParseException | ArithmeticException wrong) {
            return null;
          }
        });
  }

  /** Reads a field that must be there; the reader gives null for what breaks the rule. */
  private <T> T read(String name, FieldRule rule, Function<JsonNode, T> reader) {
    var value = present(name);
    if (value == null) {
      return null;
    }
    int before = errors.size();
    var result = reader.apply(value);
    return result == null && errors.size() == before ? fail(name, rule) : result;
  }

  private JsonNode present(String name) {
    known.add(name);
    if (node == null) {
      return null;
    }
    var value = node.get(name);
    return value == null || value.isNull() ? fail(name, FieldRule.REQUIRED) : value;
  }

  public boolean has(String name) {
    known.add(name);
    return node != null && node.hasNonNull(name);
  }

  /**
   * Adds an error unless the rule of the trade holds; a field that is missing or wrong already is
   * left alone.
   */
  public void check(String name, Object value, boolean holds, FieldRule rule) {
    if (value != null && !holds) {
      error(name, rule);
    }
  }

  public void error(String name, FieldRule rule) {
    errors.add(rule.at(pointer + "/" + name));
  }

  private <T> T fail(String name, FieldRule rule) {
    error(name, rule);
    return null;
  }

  /** Refuses the body with every error at once, fields that nobody asked for among them. */
  public void done() {
    refuseUnknown();
    refuse(errors);
  }

  void refuseUnknown() {
    if (node != null) {
      // The name came from outside and may hold anything: the pointer names it only if it is a
      // plain word.
      node.fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name)) {
                  error(CODE.matcher(name).matches() ? name : "?", FieldRule.UNKNOWN);
                }
              });
    }
    inner.forEach(Form::refuseUnknown);
  }

  static void refuse(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw new ProblemException(
          Problem.of(ProblemType.INVALID_FIELDS).with("errors", List.copyOf(errors)));
    }
  }
}
