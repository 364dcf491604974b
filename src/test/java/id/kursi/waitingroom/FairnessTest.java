package id.kursi.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Over many seeds, every entry, every two entries and every whole order of a few have the same
 * chances. What each test asks of the shuffle it asks of a Feistel network of four rounds too,
 * which fails: so it can fail.
 */
class FairnessTest {
  private static final int SEEDS = 20_000;

  /** Gives N entries their positions, all numbered from 1; the first stands at index 0. */
  private interface Order {
    int[] of(byte[] seed, int entries);
  }

  private static int[] swapOrNot(byte[] seed, int entries) {
    return IntStream.rangeClosed(1, entries).map(new Shuffle(seed, entries)::position).toArray();
  }

  private static int[] feistel(byte[] seed, int entries) {
    return IntStream.rangeClosed(1, entries).map(new Feistel(seed, entries)::position).toArray();
  }

  /** Made once, for more than one test looks at them. */
  private static final Map<Integer, List<int[]>> SHUFFLED = new ConcurrentHashMap<>();

  private static List<int[]> shuffled(int entries) {
    return SHUFFLED.computeIfAbsent(entries, n -> draws(FairnessTest::swapOrNot, n));
  }

  private static List<int[]> draws(Order order, int entries) {
    return IntStream.range(0, SEEDS)
        .parallel()
        .mapToObj(seed -> order.of(Seeds.seed(seed), entries))
        .toList();
  }

  @Test
  void anyEntryMayStandAnywhere() {
    for (int entries : new int[] {2, 3, 5, 6, 7, 16}) {
      assertThat(unevenEntries(shuffled(entries), entries)).as("of %d", entries).isEmpty();
    }
    assertThat(unevenEntries(draws(FairnessTest::feistel, 6), 6)).isNotEmpty();
  }

  /** The entries whose positions do not have the same chances. */
  private static List<Integer> unevenEntries(List<int[]> draws, int entries) {
    var counts = new long[entries][entries];
    for (var positions : draws) {
      for (int i = 0; i < entries; i++) {
        counts[i][positions[i] - 1]++;
      }
    }
    return IntStream.range(0, entries)
        .filter(i -> !ChiSquare.isUniform(counts[i]))
        .mapToObj(i -> i + 1)
        .toList();
  }

  @Test
  void anyTwoEntriesMayStandAnywhereTogether() {
    assertThat(unevenPairs(shuffled(16), 16)).isEmpty();
    assertThat(unevenPairs(draws(FairnessTest::feistel, 16), 16)).isNotEmpty();
  }

  /** The pairs of entries whose pairs of positions do not have the same chances. */
  private static List<String> unevenPairs(List<int[]> draws, int entries) {
    var uneven = new ArrayList<String>();
    for (int one = 1; one < entries; one++) {
      for (int other = one + 1; other <= entries; other++) {
        if (!isUniform(draws, entries, one, other)) {
          uneven.add(one + " and " + other);
        }
      }
    }
    return uneven;
  }

  private static boolean isUniform(List<int[]> draws, int entries, int one, int other) {
    var counts = new long[entries * (entries - 1)];
    for (var positions : draws) {
      int first = positions[one - 1] - 1;
      int second = positions[other - 1] - 1;
      counts[first * (entries - 1) + (second < first ? second : second - 1)]++;
    }
    return ChiSquare.isUniform(counts);
  }

  @Test
  void anyOrderOfAFewMayComeUp() {
    for (int entries = 2; entries <= 6; entries++) {
      assertThat(areOrdersUniform(shuffled(entries), entries)).as("of %d", entries).isTrue();
    }
    assertThat(areOrdersUniform(draws(FairnessTest::feistel, 6), 6)).isFalse();
  }

  private static boolean areOrdersUniform(List<int[]> draws, int entries) {
    var counts = new long[IntStream.rangeClosed(1, entries).reduce(1, (a, b) -> a * b)];
    draws.forEach(positions -> counts[rank(positions)]++);
    return ChiSquare.isUniform(counts);
  }

  /** Each order of n has a number of its own below n!. */
  private static int rank(int[] order) {
    int rank = 0;
    for (int i = 0; i < order.length; i++) {
      int smaller = 0;
      for (int j = i + 1; j < order.length; j++) {
        smaller += order[j] < order[i] ? 1 : 0;
      }
      rank = rank * (order.length - i) + smaller;
    }
    return rank;
  }
}
