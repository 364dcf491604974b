package id.kursi.waitingroom;

import id.kursi.platform.Seals;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * Gives and checks passes: JWTs under HMAC-SHA256, for the instances alone check them, and at each
 * claim of the peak. The key comes from the one that all instances share and that never changes
 * while an intake lives.
 */
@ApplicationScoped
class Passes {
  private static final String TYPE = "kursi-pass+jwt";
  private static final String INTAKE = "intake";
  private static final String POSITION = "position";
  private static final String POINTER = "pointer";

  private final HmacKey key;
  private final JwtConsumer consumer;

  Passes(Seals seals) {
    key = new HmacKey(seals.hash("passes"));
    consumer =
        new JwtConsumerBuilder()
            .setVerificationKey(key)
            .setJwsAlgorithmConstraints(
                new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256))
            .setExpectedType(true, TYPE)
            .setRequireSubject()
            .setRequireExpirationTime()
            // By the ledger's clock, below: a pass that has ended still lets its claims be
            // repeated.
            .setEvaluationTime(NumericDate.fromSeconds(0))
            .build();
  }

  String give(Pass pass) {
    var claims = new JwtClaims();
    claims.setSubject(pass.account());
    claims.setExpirationTime(NumericDate.fromMilliseconds(pass.expiresAt().toEpochMilli()));
    claims.setClaim(INTAKE, pass.intakeId());
    claims.setClaim(POSITION, pass.position());
    claims.setClaim(POINTER, pass.pointer());
    var signature = new JsonWebSignature();
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    signature.setHeader("typ", TYPE);
    signature.setKey(key);
    signature.setPayload(claims.toJson());
    try {
      return signature.getCompactSerialization();
    } catch (JoseException broken) {
      throw new IllegalStateException("HMAC-SHA256 is not to be had", broken);
    }
  }

  /**
   * The pass of this account for this intake, or null where the text is none.
   *
   * @param now by the ledger's clock
   */
  Pass read(String text, String account, long intakeId, Instant now) {
    try {
      var claims = consumer.processToClaims(text);
      if (!account.equals(claims.getSubject())
          || intakeId != claims.getClaimValue(INTAKE, Long.class)) {
        return null;
      }
      var expiresAt = Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis());
      return new Pass(
          account,
          intakeId,
          claims.getClaimValue(POSITION, Long.class),
          claims.getClaimValue(POINTER, Long.class),
          expiresAt,
          !now.isBefore(expiresAt));
    } catch (InvalidJwtException | MalformedClaimException none) {
      return null;
    }
  }
}
