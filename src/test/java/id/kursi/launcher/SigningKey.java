package id.kursi.launcher;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Prints a new key for {@code kursi.signing.keys}: a JWK set with one private P-256 key. */
public final class SigningKey {
  private static final int KID_BYTES = 8;

  public static void main(String[] args) {
    System.out.println(make());
  }

  static String make() {
    try {
      var kid = new byte[KID_BYTES];
      new SecureRandom().nextBytes(kid);
      var key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
      key.setKeyId(HexFormat.of().formatHex(kid));
      return new JsonWebKeySet(key).toJson(OutputControlLevel.INCLUDE_PRIVATE);
    } catch (JoseException impossible) {
      throw new IllegalStateException("P-256 is not to be had", impossible);
    }
  }

  private SigningKey() {}
}
