package id.kursi.platform;

import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;

/** The languages in which citizens are spoken to. */
public enum Language {
  ID,
  EN;

  /** Longer lists of wishes than this are no browser's. */
  private static final int MAX_HEADER = 200;

  private static final List<String> TAGS = List.of("en", "id");

  /**
   * The first language of an Accept-Language header (RFC 9110) that we speak; English, the API's
   * own, where it names none or cannot be read.
   */
  public static Language of(String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.length() > MAX_HEADER) {
      return EN;
    }
    try {
      var tag = Locale.lookupTag(LanguageRange.parse(acceptLanguage), TAGS);
      return "id".equals(tag) ? ID : EN;
    } catch (IllegalArgumentException malformed) {
      return EN;
    }
  }

  /** As HTTP writes it. */
  public String tag() {
    return this == ID ? "id" : "en";
  }
}
