package id.kursi.loadtests;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run through a waiting room may be told besides {@link Settings}, as system properties;
 * README.md lists them.
 *
 * @param few families that enter at once, some time before the others
 * @param entering how long the others take to enter
 * @param silence between the last who enters and the opening
 * @param coming after the opening, within which families come back to look
 * @param serving from the opening to the end of the run
 * @param hurry how many times as often as advised families ask: a short run is over before they
 *     would
 * @param told where to write the positions that families were told: number and position a line
 * @param sample where to write some families' places: account, entry, number and position a line
 */
record RoomSettings(
    int few,
    Duration entering,
    Duration silence,
    Duration coming,
    Duration serving,
    int hurry,
    Path told,
    Path sample) {
  static RoomSettings read() {
    return new RoomSettings(
        Settings.number("few", 100),
        seconds("entering-seconds", 10),
        seconds("silence-seconds", 2),
        seconds("coming-seconds", 5),
        seconds("serving-seconds", 60),
        Settings.number("hurry", 1),
        Path.of(Settings.text("told", "target/told.txt")),
        Path.of(Settings.text("sample", "target/sample.txt")));
  }

  private static Duration seconds(String name, int otherwise) {
    return Duration.ofSeconds(Settings.number(name, otherwise));
  }
}
