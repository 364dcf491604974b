package id.kursi.waitingroom;

import java.util.HexFormat;

/** Bytes as they are published: two lower-case digits each. */
final class Hex {
  private static final HexFormat FORMAT = HexFormat.of();

  static String of(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  static String of(byte[] bytes, int from, int length) {
    return FORMAT.formatHex(bytes, from, from + length);
  }

  /**
   * @throws IllegalArgumentException unless the text is so many bytes
   */
  static byte[] bytes(String text, int length) {
    if (!is(text, length)) {
      throw new IllegalArgumentException("Not " + length + " bytes in lower-case hexadecimal");
    }
    return FORMAT.parseHex(text);
  }

  static boolean is(String text, int length) {
    return text.length() == 2 * length
        && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
  }

  private Hex() {}
}
