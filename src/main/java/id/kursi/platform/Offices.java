package id.kursi.platform;

import jakarta.json.JsonString;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The offices for which an officer works, as the token's claim {@code offices} names them: a list
 * of their codes, or {@code *} among them for the help desk of a whole city. No claim, no office.
 */
public record Offices(Set<String> codes) {
  private static final String EVERY = "*";

  static Offices of(JsonWebToken token) {
    return new Offices(
        token.getClaim("offices") instanceof Collection<?> named
            ? named.stream().map(Offices::text).collect(Collectors.toUnmodifiableSet())
            : Set.of());
  }

  private static String text(Object code) {
    return code instanceof JsonString json ? json.getString() : String.valueOf(code);
  }

  public boolean all() {
    return codes.contains(EVERY);
  }

  public boolean serve(String office) {
    return all() || codes.contains(office);
  }

  /** For a query: null where it is every office. */
  public String[] filter() {
    return all() ? null : codes.toArray(String[]::new);
  }
}
