package id.kursi.platform;

import java.util.List;
import java.util.UUID;

/**
 * Reads what stands in a path or a query; what is wrong is refused as {@link Form} refuses fields.
 */
public final class Parameters {
  private static final int UUID_LENGTH = 36;

  /** Ids are made by clients as UUIDv7, whose order keeps the ledger's index compact. */
  public static UUID uuid7(String name, String text) {
    return require(uuid7(text), name, FieldRule.UUID7);
  }

  public static String code(String name, String text) {
    return require(Form.CODE.matcher(text).matches() ? text : null, name, FieldRule.CODE);
  }

  /** A page size: 1 to max. */
  public static int limit(String name, String text, int max) {
    return (int) number(name, text, 1, max);
  }

  public static long number(String name, String text, long min, long max) {
    return require(number(text, min, max), name, FieldRule.NUMBER);
  }

  private static Long number(String text, long min, long max) {
    try {
      long number = Long.parseLong(text);
      return number >= min && number <= max ? number : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  /** Null unless the text is a UUID of version 7 in its full form. */
  static UUID uuid7(String text) {
    try {
      var id = UUID.fromString(text);
      // Of what the JDK reads as digits, a sign or an Arabic one among them, only one way to write
      // it.
      return text.length() == UUID_LENGTH
              && id.version() == 7
              && id.variant() == 2
              && id.toString().equalsIgnoreCase(text)
          ? id
          : null;
    } catch (IllegalArgumentException notAnId) {
      return null;
    }
  }

  private static <T> T require(T value, String name, FieldRule rule) {
    if (value == null) {
      Form.refuse(List.of(rule.at(name)));
    }
    return value;
  }

  private Parameters() {}
}
