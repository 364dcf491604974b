package id.kursi.platform;

import java.security.SecureRandom;

/**
 * Codes that people read out and type: Crockford's base 32 (no I, L, O, U) with his check symbol,
 * modulo 37, which finds every single wrong character and every swap of neighbours.
 * https://www.crockford.com/base32.html
 */
public final class Crockford {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";
  private static final int DIGITS = 12;

  /** 60 random bits as XXXX-XXXX-XXXX-C. */
  public static String code(SecureRandom random) {
    return code(random.nextLong() >>> 4);
  }

  static String code(long value) {
    var out = new StringBuilder(16);
    for (int i = 0; i < DIGITS; i++) {
      if (i > 0 && i % 4 == 0) {
        out.append('-');
      }
      out.append(ALPHABET.charAt((int) (value >>> (5 * (DIGITS - 1 - i))) & 31));
    }
    return out.append('-').append(ALPHABET.charAt((int) (value % 37))).toString();
  }

  /**
   * The code that somebody typed (any case, hyphens or none, O for 0, I or L for 1) as {@link
   * #code} writes it; null unless its check symbol is right.
   */
  public static String canonical(String typed) {
    var code =
        typed
            .toUpperCase(java.util.Locale.ROOT)
            .replace("-", "")
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    if (code.length() != DIGITS + 1) {
      return null;
    }
    long value = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = ALPHABET.indexOf(code.charAt(i));
      if (digit < 0 || digit > 31) {
        return null;
      }
      value = value * 32 + digit;
    }
    return ALPHABET.indexOf(code.charAt(DIGITS)) == value % 37 ? code(value) : null;
  }

  private Crockford() {}
}
