package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What operators can measure, and where. */
@ServiceTest
class MetersTest {
  private static double claims(String by, String outcome) {
    return Meters.sum("kursi_claims_total", "by=\"" + by + "\"", "outcome=\"" + outcome + "\"");
  }

  @Test
  void everyClaimIsCountedOnceByWhoDecidedIt() {
    var slot = TestIntake.open().slot(1);
    var early = TestIntake.with("opensAt", Instant.now().plusSeconds(600).toString()).slot(1);
    double all = Meters.sum("kursi_claims_total");
    double held = claims("ledger", "held");
    double repeat = claims("ledger", "repeat");
    double full = claims("doorman", "full") + claims("ledger", "full");
    double notOpen = claims("snapshot", "not-open");
    double unknown = claims("snapshot", "unknown-slot");
    var id = uuid7();
    var nik = nik();
    claim("a", id, slot, nik).statusCode(201);
    claim("a", id, slot, nik).statusCode(200);
    claim("b", uuid7(), slot, nik()).statusCode(409);
    claim("b", uuid7(), early, nik()).statusCode(409);
    claim("b", uuid7(), Long.MAX_VALUE, nik()).statusCode(404);
    assertThat(claims("ledger", "held") - held).isEqualTo(1);
    assertThat(claims("ledger", "repeat") - repeat).isEqualTo(1);
    assertThat(claims("doorman", "full") + claims("ledger", "full") - full).isEqualTo(1);
    assertThat(claims("snapshot", "not-open") - notOpen).isEqualTo(1);
    assertThat(claims("snapshot", "unknown-slot") - unknown).isEqualTo(1);
    assertThat(Meters.sum("kursi_claims_total") - all).isEqualTo(5);
  }

  @Test
  void theLedgersLatencyIsMeasuredByKindOfBatch() {
    var intake = TestIntake.open();
    var id = uuid7();
    var moved = uuid7();
    double claims = Meters.sum("kursi_ledger_batch_seconds_count", "kind=\"claim\"");
    double steps = Meters.sum("kursi_ledger_batch_seconds_count", "kind=\"step\"");
    double moves = Meters.sum("kursi_ledger_batch_seconds_count", "kind=\"move\"");
    var there = intake.slot("SMPN-02", "DOMICILE", 1);
    claim("a", id, intake.slot(1), nik()).statusCode(201);
    Api.move("a", id, moved, there).statusCode(201);
    step("a", moved, "cancellation").statusCode(200);
    assertThat(Meters.sum("kursi_ledger_batch_seconds_count", "kind=\"claim\"") - claims)
        .isPositive();
    assertThat(Meters.sum("kursi_ledger_batch_seconds_count", "kind=\"step\"") - steps)
        .isPositive();
    assertThat(Meters.sum("kursi_ledger_batch_seconds_count", "kind=\"move\"") - moves)
        .isPositive();
    assertThat(Meters.sum("kursi_ledger_batch_seconds_sum", "kind=\"claim\"")).isPositive();
  }

  @Test
  void seatsLeftFollowTheSnapshot() {
    var intake = TestIntake.open();
    var slot = intake.slot(3);
    intake.slot("SMPN-02", "DOMICILE", 4);
    var ofIntake = "intake=\"" + intake.code + "\"";
    var ofSlot = "slot=\"" + slot + "\"";
    eventually(() -> assertThat(Meters.sum("kursi_intake_seats_left", ofIntake)).isEqualTo(7));
    assertThat(Meters.sum("kursi_slot_seats_left", ofIntake, ofSlot)).isEqualTo(3);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    eventually(() -> assertThat(Meters.sum("kursi_intake_seats_left", ofIntake)).isEqualTo(6));
    assertThat(Meters.sum("kursi_slot_seats_left", ofIntake, ofSlot)).isEqualTo(2);
  }

  @Test
  void theSnapshotsAgeIsAboutATick() {
    eventually(
        () -> assertThat(Meters.sum("kursi_snapshot_age_seconds")).isGreaterThan(0).isLessThan(3));
    assertThat(Meters.sum("kursi_ready")).isEqualTo(1);
  }

  @Test
  void theCitizensPortTellsReadyOrNotAndNothingElse() {
    Api.anybody().get("/q/metrics").then().statusCode(404);
    Api.anybody().get("/q/health").then().statusCode(404);
    Api.anybody()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("$", equalTo(java.util.Map.of("status", "UP")));
    Api.anybody().get("/q/health/live").then().body("$", equalTo(java.util.Map.of("status", "UP")));
    Meters.management().get("/q/health/ready").then().body("checks[0].name", equalTo("seat-path"));
    Api.anybody().get("/q/openapi").then().statusCode(200);
  }
}
