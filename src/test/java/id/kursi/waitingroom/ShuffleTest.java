package id.kursi.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {
  private final Random random = new Random(20260624);

  @Test
  void everyNumberOfEntriesUpTo2000GetsEachPositionOnce() {
    var unfair =
        IntStream.rangeClosed(1, 2000)
            .parallel()
            .filter(entries -> !isBijection(entries))
            .findAny();
    assertThat(unfair).isEmpty();
  }

  private static boolean isBijection(int entries) {
    var shuffle = new Shuffle(Seeds.seed(entries), entries);
    var taken = new BitSet();
    IntStream.rangeClosed(1, entries).map(shuffle::position).forEach(taken::set);
    return taken.cardinality() == entries && !taken.get(0) && taken.length() == entries + 1;
  }

  /** Of a power of two, and of a prime. */
  @Test
  void aWholeCityGetsEachPositionOnce() {
    assertThat(IntStream.of(65_536, 100_003).parallel().allMatch(ShuffleTest::isBijection))
        .isTrue();
  }

  @Test
  void aPositionLeadsBackToItsEntryInCrowdsOfAnySize() {
    for (int i = 0; i < 200; i++) {
      int entries = i == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(Integer.MAX_VALUE);
      var shuffle = new Shuffle(Seeds.seed(i), entries);
      for (int entry : new int[] {1, 1 + random.nextInt(entries), entries}) {
        int position = shuffle.position(entry);
        assertThat(position).isBetween(1, entries);
        assertThat(shuffle.entry(position)).isEqualTo(entry);
      }
    }
  }

  @Test
  void theOrderIsTheOneThatTheDescriptionGives() {
    for (int i = 0; i < 100; i++) {
      int entries = 1 + random.nextInt(i < 50 ? 100 : Integer.MAX_VALUE);
      int entry = 1 + random.nextInt(entries);
      var seed = Seeds.seed(i);
      assertThat(new Shuffle(seed, entries).position(entry))
          .isEqualTo(asDescribed(seed, entries, entry));
    }
  }

  /** Shuffle's Javadoc once more, slowly. */
  private static int asDescribed(byte[] seed, int entries, int entry) {
    long x = entry - 1;
    for (long i = 0; i < 128; i++) {
      var key = ByteBuffer.allocate(41).put(seed).put((byte) 'K').putLong(i).array();
      long partner =
          new BigInteger(1, Sha256.of(key))
              .subtract(BigInteger.valueOf(x))
              .mod(BigInteger.valueOf(entries))
              .longValueExact();
      var coin =
          ByteBuffer.allocate(49)
              .put(seed)
              .put((byte) 'B')
              .putLong(i)
              .putLong(Math.max(x, partner))
              .array();
      x = new BigInteger(1, Sha256.of(coin)).testBit(0) ? partner : x;
    }
    return (int) x + 1;
  }

  @Test
  void whatIsNoEntryHasNoPosition() {
    var shuffle = new Shuffle(Seeds.seed(1), 10);
    for (int number : new int[] {Integer.MIN_VALUE, 0, 11}) {
      assertThatThrownBy(() -> shuffle.position(number)).hasMessageContaining("1 to 10");
      assertThatThrownBy(() -> shuffle.entry(number)).hasMessageContaining("1 to 10");
    }
    assertThatThrownBy(() -> new Shuffle(new byte[31], 10)).hasMessageContaining("32 bytes");
    assertThatThrownBy(() -> new Shuffle(new byte[32], 0)).hasMessageContaining("an entry");
  }
}
