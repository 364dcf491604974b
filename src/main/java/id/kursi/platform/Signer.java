package id.kursi.platform;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * Signs what the service says, so that it can be shown to others: ES256, as a JWT in the compact
 * form. Made at the start: a key that cannot be used is told then and not at the first signature.
 */
@Startup
@ApplicationScoped
public class Signer {
  private final JsonWebKeySet keys;
  private final EllipticCurveJsonWebKey current;

  Signer(SigningConfig config) {
    try {
      keys = new JsonWebKeySet(Files.readString(config.keys()));
    } catch (IOException | JoseException unusable) {
      // Its message could quote the key.
      throw new IllegalStateException("kursi.signing.keys names no JWK set that can be read");
    }
    for (var key : keys.getJsonWebKeys()) {
      if (!(key instanceof EllipticCurveJsonWebKey ec)
          || ec.getPrivateKey() == null
          || ec.getKeyId() == null
          || !"P-256".equals(ec.getCurveName())) {
        throw new IllegalStateException("kursi.signing.keys wants private P-256 keys with a kid");
      }
    }
    if (keys.getJsonWebKeys().isEmpty()) {
      throw new IllegalStateException("kursi.signing.keys has no key");
    }
    current = (EllipticCurveJsonWebKey) keys.getJsonWebKeys().getFirst();
  }

  /**
   * @param type the header's {@code typ}, which keeps one kind of document from passing for another
   */
  public String sign(String type, JwtClaims claims) {
    var signature = new JsonWebSignature();
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    signature.setHeader("typ", type);
    signature.setKeyIdHeaderValue(current.getKeyId());
    signature.setKey(current.getPrivateKey());
    signature.setPayload(claims.toJson());
    try {
      return signature.getCompactSerialization();
    } catch (JoseException broken) {
      throw new IllegalStateException("ES256 is not to be had", broken);
    }
  }

  /** The public keys as a JWK set. */
  public String publicKeys() {
    return keys.toJson(OutputControlLevel.PUBLIC_ONLY);
  }
}
