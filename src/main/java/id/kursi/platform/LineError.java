package id.kursi.platform;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One wrong field of a file.
 *
 * @param line as an editor counts it: the header is line 1
 */
@RegisterForReflection
public record LineError(long line, String field, String code, Bilingual message) {
  public static LineError of(long line, FieldError error) {
    return new LineError(line, error.field(), error.code(), error.message());
  }
}
