package id.kursi.reservation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the service under test has logged so far, in this run of the tests. */
final class ServiceLog {
  private static final Path FILE = Path.of("target", "kursi-test.log");

  /** How many of its lines hold this. */
  static long count(String text) throws IOException {
    try (var lines = Files.lines(FILE)) {
      return lines.filter(line -> line.contains(text)).count();
    }
  }

  static String text() throws IOException {
    return Files.readString(FILE);
  }

  private ServiceLog() {}
}
