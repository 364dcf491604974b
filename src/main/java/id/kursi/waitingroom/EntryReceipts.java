package id.kursi.waitingroom;

import id.kursi.platform.Signer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;

/**
 * Signed words that a family entered: intake, id, number and salt, of which the entry's leaf is
 * made (docs/FAIRNESS.md), and the moment. Of the account it says nothing.
 */
@ApplicationScoped
class EntryReceipts {
  private static final String TYPE = "kursi-entry+jwt";
  private static final String ISSUER = "kursi";

  private final Signer signer;
  private final Vertx vertx;

  EntryReceipts(Signer signer, Vertx vertx) {
    this.signer = signer;
    this.vertx = vertx;
  }

  /**
   * Signed on a worker, for it takes longer than all else of a request and would hold up the event
   * loop's others. Whoever waits for it has a connection open, and connections are bounded.
   */
  Uni<String> of(Room room, Entry entry) {
    return vertx.executeBlocking(() -> signed(room, entry), false);
  }

  private String signed(Room room, Entry entry) {
    var claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setJwtId(entry.id().toString());
    claims.setIssuedAt(NumericDate.fromMilliseconds(entry.enteredAt().toEpochMilli()));
    claims.setStringClaim("intake", room.code());
    claims.setClaim("number", entry.number());
    claims.setStringClaim("salt", Hex.of(entry.salt()));
    return signer.sign(TYPE, claims);
  }
}
