package id.kursi.loadtests;

import java.util.concurrent.ThreadLocalRandom;

/** The children of a run, each with a NIK of its own, as a claim's body wants them. */
final class Children {
  private static final int CHILDREN_A_DAY = 10_000;

  /** Another run against the same service must not bring the same children. */
  private final int firstDay = ThreadLocalRandom.current().nextInt(1 << 20);

  /** NIK: area (4, 2), day, month and year of birth (2 each), serial (4). Girls: day + 40. */
  String child(int number) {
    int days = firstDay + number / CHILDREN_A_DAY;
    int day = 1 + days % 28;
    int month = 1 + days / 28 % 12;
    int district = 1 + days / (28 * 12) % 70;
    boolean girl = number % 2 == 1;
    return """
        {"nik":"3674%02d%02d%02d13%04d","name":"Anak %d","birthDate":"2013-%02d-%02d",\
        "guardianName":"Wali %d","guardianPhone":"0812%08d"}"""
        .formatted(
            district,
            girl ? day + 40 : day,
            month,
            number % CHILDREN_A_DAY,
            number,
            month,
            day,
            number,
            number);
  }
}
