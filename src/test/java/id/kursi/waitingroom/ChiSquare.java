package id.kursi.waitingroom;

import java.util.stream.LongStream;

/**
 * Pearson's chi-square test of equal chances. It calls fair counts unfair about once in a million
 * times; the tests' seeds are fixed, so each always says the same.
 */
final class ChiSquare {
  /** The normal distribution leaves 10^-6 beyond it. */
  private static final double Z = 4.753;

  /** Whether counts like these are to be expected where every cell has the same chance. */
  static boolean isUniform(long[] counts) {
    double expected = (double) LongStream.of(counts).sum() / counts.length;
    if (expected < 20) {
      throw new IllegalArgumentException("Too few draws for " + counts.length + " cells");
    }
    double sum = 0;
    for (long count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum < bound(counts.length - 1);
  }

  /** By Wilson and Hilferty's approximation (1931). */
  private static double bound(int degrees) {
    double ninth = 2.0 / (9.0 * degrees);
    return degrees * Math.pow(1 - ninth + Z * Math.sqrt(ninth), 3);
  }

  private ChiSquare() {}
}
