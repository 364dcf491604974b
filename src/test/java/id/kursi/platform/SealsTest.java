package id.kursi.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SealsTest {
  private static final String OLD = key(1);
  private static final String NEW = key(2);
  private static final byte[] PLAIN = "3674011705130001".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BOUND = {1, 2, 3};

  private static String key(int fill) {
    var key = new byte[32];
    java.util.Arrays.fill(key, (byte) fill);
    return Base64.getEncoder().encodeToString(key);
  }

  private static Seals seals(String keys, String holderKey) {
    return new Seals(
        new SealingConfig() {
          @Override
          public String keys() {
            return keys;
          }

          @Override
          public String holderKey() {
            return holderKey;
          }
        });
  }

  private final Seals seals = seals("old:" + OLD, key(3));

  @Test
  void whatIsSealedOpensAgainAndShowsNothing() {
    var sealed = seals.seal(PLAIN, BOUND);
    assertThat(seals.open(sealed, BOUND)).isEqualTo(PLAIN);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("3674011705130001");
    assertThat(seals.seal(PLAIN, BOUND)).isNotEqualTo(sealed);
  }

  @Test
  void aSealBelongsToItsHolderAndNoByteCanBeChanged() {
    var sealed = seals.seal(PLAIN, BOUND);
    assertThatThrownBy(() -> seals.open(sealed, new byte[] {9}))
        .isInstanceOf(IllegalStateException.class);
    sealed[sealed.length - 1] ^= 1;
    assertThatThrownBy(() -> seals.open(sealed, BOUND)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void oldSealsStayReadableWhenTheKeyRotates() {
    var sealed = seals.seal(PLAIN, BOUND);
    var rotated = seals("new:" + NEW + ",old:" + OLD, key(3));
    assertThat(rotated.open(sealed, BOUND)).isEqualTo(PLAIN);
    assertThatThrownBy(() -> seals.open(rotated.seal(PLAIN, BOUND), BOUND))
        .hasMessageContaining("new");
  }

  @Test
  void hashesKeepPurposesAndPartsApart() {
    assertThat(seals.hash("a", "bc"))
        .isNotEqualTo(seals.hash("a", "b", "c"))
        .isNotEqualTo(seals.hash("ab", "c"));
    assertThat(seals.hash("a", "bc")).isEqualTo(seals.hash("a", "bc")).hasSize(32);
    assertThat(seals.hash("a", "bc")).isNotEqualTo(seals("old:" + OLD, key(4)).hash("a", "bc"));
  }

  @Test
  void keysOfTheWrongLengthStopTheStart() {
    assertThatThrownBy(() -> seals("old:AAAA", key(3))).hasMessageContaining("kursi.sealing.keys");
    assertThatThrownBy(() -> seals("old:" + OLD, "?"))
        .hasMessageContaining("kursi.sealing.holder-key");
  }

  @Test
  void twoKeysOfOneIdStopTheStart() {
    assertThatThrownBy(() -> seals("a:" + NEW + ",a:" + OLD, key(3)))
        .hasMessageContaining("kursi.sealing.keys names a twice");
  }
}
