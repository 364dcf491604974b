package id.kursi.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes a CSV file (RFC 4180). */
public final class Cells {
  /**
   * A spreadsheet takes what begins like this for a formula, and would run what somebody typed as a
   * name (OWASP, CSV injection): an apostrophe before it says that it is text.
   */
  private static final String FORMULA = "=+-@\t\r";

  public static String csv(List<List<String>> lines) {
    var out = new StringBuilder();
    try (var printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
      for (var line : lines) {
        printer.printRecord(line.stream().map(Cells::text));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }

  private static String text(String cell) {
    return !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }

  private Cells() {}
}
