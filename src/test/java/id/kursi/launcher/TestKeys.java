package id.kursi.launcher;

import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.nio.file.Path;

/** Tokens for tests, signed with the keys of this run. */
public final class TestKeys {
  public static String token(String account, String role, String... offices) {
    return sign(DevKeys.claims(account, role, offices), "RSA");
  }

  /** What a good token claims, to be made worse. */
  public static JwtClaimsBuilder claims() {
    return DevKeys.claims("a", "citizen");
  }

  /**
   * @param kind RSA or EC
   */
  public static String sign(JwtClaimsBuilder claims, String kind) {
    try {
      var keys = DevKeys.in(Path.of(System.getProperty(TestServers.DATA), "keys"));
      return claims.jws().keyId(kind).sign(keys.privateKey(kind));
    } catch (Exception failure) {
      throw new IllegalStateException("No token", failure);
    }
  }

  private TestKeys() {}
}
