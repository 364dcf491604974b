package id.kursi.loadtests;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run may be told, as system properties; README.md lists them.
 *
 * @param tokens a file with one citizen's token a line; every parent has an account of their own
 *     while they last
 * @param parents how many want a seat
 * @param peak how long they come at the full rate, after a rise of {@link #RISE}
 * @param tail how long it then takes until nobody comes any more
 * @param reads page reads for each parent: by themselves, and by onlookers who only read
 */
record Settings(
    String url,
    String intake,
    Path tokens,
    Path notes,
    Path tally,
    int parents,
    Duration peak,
    Duration tail,
    int reads) {
  /** From nobody to the peak: what openings of this kind have shown (DOMAIN: under 3 s). */
  static final Duration RISE = Duration.ofSeconds(3);

  static Settings read() {
    boolean small = text("preset", "full").equals("short");
    return new Settings(
        text("url", "http://localhost:8080"),
        text("intake", "smp-2025"),
        Path.of(text("tokens", "target/tokens")),
        Path.of(text("notes", "target/notes.jsonl")),
        Path.of(text("tally", "target/tally.txt")),
        number("parents", small ? 2000 : 17000),
        Duration.ofSeconds(number("peak-seconds", small ? 5 : 40)),
        Duration.ofSeconds(number("tail-seconds", small ? 8 : 80)),
        number("reads", small ? 4 : 6));
  }

  static String text(String name, String otherwise) {
    return System.getProperty("kursi." + name, otherwise);
  }

  static int number(String name, int otherwise) {
    return Integer.parseInt(text(name, Integer.toString(otherwise)));
  }

  /**
   * How many come in a second at the peak, so that all {@code people} come: a rise, a plateau, a
   * fall.
   */
  double rate(double people) {
    return people / (RISE.toSeconds() / 2.0 + peak.toSeconds() + tail.toSeconds() / 2.0);
  }
}
