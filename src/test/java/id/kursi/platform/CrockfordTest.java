package id.kursi.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class CrockfordTest {
  private final String code = Crockford.code(new SecureRandom());

  @Test
  void aCodeIsValidHoweverItIsTyped() {
    assertThat(Crockford.canonical(code)).isEqualTo(code);
    assertThat(Crockford.canonical(code.toLowerCase().replace("-", ""))).isEqualTo(code);
    assertThat(Crockford.canonical(code.replace('0', 'O').replace('1', 'l'))).isEqualTo(code);
  }

  @Test
  void knownValuesHaveTheirKnownCheckSymbols() {
    assertThat(Crockford.code(0)).isEqualTo("0000-0000-0000-0");
    assertThat(Crockford.code(32)).isEqualTo("0000-0000-0010-*");
    assertThat(Crockford.code(36)).isEqualTo("0000-0000-0014-U");
  }

  @Test
  void everySingleWrongCharacterIsFound() {
    var digits = code.replace("-", "");
    for (int i = 0; i < 12; i++) {
      for (char other : "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray()) {
        var typed = digits.substring(0, i) + other + digits.substring(i + 1);
        assertThat(Crockford.canonical(typed) != null).as(typed).isEqualTo(typed.equals(digits));
      }
    }
  }

  @Test
  void everySwapOfNeighboursIsFound() {
    var digits = code.replace("-", "");
    for (int i = 0; i < 11; i++) {
      var typed =
          digits.substring(0, i)
              + digits.charAt(i + 1)
              + digits.charAt(i)
              + digits.substring(i + 2);
      assertThat(Crockford.canonical(typed) != null).as(typed).isEqualTo(typed.equals(digits));
    }
  }
}
