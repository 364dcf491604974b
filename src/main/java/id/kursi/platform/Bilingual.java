package id.kursi.platform;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A text that citizens read, in Indonesian and in English. */
@RegisterForReflection
public record Bilingual(String id, String en) {
  public Bilingual {
    if (id.isBlank() || en.isBlank()) {
      throw new IllegalArgumentException("A text for citizens needs both languages");
    }
  }

  public String in(Language language) {
    return language == Language.ID ? id : en;
  }
}
