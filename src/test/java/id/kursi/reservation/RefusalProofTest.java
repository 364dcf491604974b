package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.DeskApi.ONE;
import static id.kursi.reservation.DeskApi.register;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.junit.jupiter.api.Test;

/** What somebody refused at the desk takes home: signed, and checked by the published keys. */
@ServiceTest
class RefusalProofTest {
  private static final String TYPE = "kursi-refusal+jwt";
  private static final Duration WITHIN = Duration.ofSeconds(5);

  @Inject DoormanScripts doorman;

  @Test
  void whoeverIsRefusedAtTheDeskIsGivenASignedProof() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    var id = uuid7();
    var nik = nik();
    var before = Instant.now().getEpochSecond();
    String proof =
        register(id, slot, nik, false)
            .statusCode(409)
            .body("type", equalTo("/problems/slot-full"))
            .extract()
            .path("proof");
    var claims = PublishedKeys.checking(TYPE).processToClaims(proof);
    assertThat(claims.getJwtId()).isEqualTo(id.toString());
    assertThat(claims.getIssuedAt().getValue()).isBetween(before - 1, before + 60);
    assertThat(claims.getStringClaimValue("intake")).isEqualTo(intake.code);
    assertThat(claims.getStringClaimValue("reason")).isEqualTo("slot-full");
    assertThat(claims.getStringClaimValue("child")).isEqualTo("*".repeat(12) + nik.substring(12));
    var where = (Map<?, ?>) claims.getClaimValue("slot");
    assertThat(where.get("id")).isEqualTo(slot);
    assertThat(where.get("office")).isEqualTo(ONE);
    assertThat(where.get("track")).isEqualTo("DOMICILE");
    var forged =
        proof.substring(0, proof.lastIndexOf('.') - 3) + proof.substring(proof.lastIndexOf('.'));
    assertThatThrownBy(() -> PublishedKeys.checking(TYPE).processToClaims(forged))
        .isInstanceOf(InvalidJwtException.class);
    // A citizen's refusal costs no signature.
    claim("b", uuid7(), slot, nik).statusCode(409).body("proof", nullValue());
  }

  @Test
  void everyRefusalIsProvenAndNothingElse() {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var nik = nik();
    var id = uuid7();
    register(id, slot, nik, false).statusCode(201);
    register(uuid7(), slot, nik, false)
        .body("type", equalTo("/problems/already-registered"))
        .body("reservation", equalTo(id.toString()))
        .body("proof", startsWith("ey"));
    register(id, slot, nik(), false)
        .body("type", equalTo("/problems/id-in-use"))
        .body("proof", nullValue());
    register(uuid7(), 999_999_999, nik(), false).statusCode(404).body("proof", nullValue());
    register(uuid7(), slot, nik(), true).statusCode(201).body("status", equalTo("WAITING"));
    intake.pause("Sebentar", "One moment");
    register(uuid7(), slot, nik(), false)
        .body("type", equalTo("/problems/paused"))
        .body("proof", startsWith("ey"));
    intake.resume();
  }

  /** The doorman refuses while claims are pending that may yet take nothing: that is not final. */
  @Test
  void whatOnlyAPendingClaimStandsInTheWayOfIsDecidedByTheLedger() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    Meters.awaitTrust();
    var pending = new Ask(uuid7(), intake.id(), slot, "nobody", false);
    eventually(
        () -> {
          doorman
              .ask(intake.id(), List.of(pending), Duration.ofSeconds(15), WITHIN)
              .await()
              .atMost(WITHIN);
          assertThat(sellable(intake.id(), slot)).isZero();
        });
    claim("a", uuid7(), slot, nik()).statusCode(409).body("type", equalTo("/problems/slot-full"));
    register(uuid7(), slot, nik(), false).statusCode(201);
  }

  private Long sellable(long intake, long slot) {
    var believed = doorman.believed(intake, List.of(slot), WITHIN).await().atMost(WITHIN).get(slot);
    return believed == null ? null : Long.valueOf(believed.sellable());
  }
}
