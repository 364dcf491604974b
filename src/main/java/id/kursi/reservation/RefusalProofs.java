package id.kursi.reservation;

import id.kursi.platform.Problem;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Signer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;

/**
 * Signed words that a claim was refused: when, in which slot and why. Whoever holds one can show it
 * to anybody, who checks it by the published keys; of the child it names the last four digits.
 */
@ApplicationScoped
class RefusalProofs {
  private static final String TYPE = "kursi-refusal+jwt";
  private static final String ISSUER = "kursi";
  private static final Set<ProblemType> NOT_FINAL =
      Set.of(ProblemType.ID_IN_USE, ProblemType.NOT_ADMITTED);

  private final Snapshots snapshots;
  private final Signer signer;

  RefusalProofs(Snapshots snapshots, Signer signer) {
    this.snapshots = snapshots;
    this.signer = signer;
  }

  /** Adds the proof where the refusal is final, and not a "later" or a mistake of the client's. */
  Problem proven(Problem refusal, UUID id, Registration.Body claim) {
    var slot = snapshots.current().slots().get(claim.slotId());
    return slot == null || refusal.status() != 409 || NOT_FINAL.contains(refusal.problemType())
        ? refusal
        : refusal.with("proof", signer.sign(TYPE, claims(refusal, id, slot, claim)));
  }

  private JwtClaims claims(Problem refusal, UUID id, Snapshot.Slot slot, Registration.Body claim) {
    var intake = snapshots.current().byId().get(slot.intakeId());
    var claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setJwtId(id.toString());
    claims.setIssuedAt(NumericDate.fromMilliseconds(snapshots.now().toEpochMilli()));
    claims.setStringClaim("reason", refusal.problemType().slug());
    claims.setStringClaim("intake", intake.code());
    var where = new LinkedHashMap<String, Object>();
    where.put("id", slot.id());
    where.put("office", slot.officeCode());
    where.put("officeName", slot.officeName());
    where.put("track", slot.track());
    where.put("label", slot.label());
    claims.setClaim("slot", where);
    claims.setClaim("waitList", claim.waits());
    claims.setStringClaim("child", claim.child().maskedNik());
    return claims;
  }
}
