package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.move;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.status;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What an intake's new rules, a pause or another opening do to seats that are taken. */
@ServiceTest
class IntakeChangesTest {
  @Test
  void aPauseStopsClaimsAndEveryClock() {
    var intake = TestIntake.with("holdFor", "PT3S");
    var slot = intake.slot(2);
    var id = uuid7();
    claim("a", id, slot, nik()).statusCode(201);
    intake
        .pause("Gangguan listrik.", "Power cut.")
        .statusCode(200)
        .body("state", equalTo("PAUSED"));
    Api.anybody()
        .get("/v1/intakes/" + intake.code)
        .then()
        .body("notice.id", equalTo("Gangguan listrik."));
    claim("b", uuid7(), slot, nik())
        .statusCode(409)
        .body("type", equalTo("/problems/paused"))
        .body("notice.en", equalTo("Power cut."));
    Eventually.after(4_000);
    assertThat(status("a", id)).isEqualTo("HELD");
    var resumed = Instant.now();
    intake.resume().statusCode(200).body("state", equalTo("OPEN"));
    var goesOn = Instant.now();
    var until =
        Instant.parse(
            Api.citizen("a").get("/v1/reservations/" + id).jsonPath().getString("holdUntil"));
    assertThat(until).isAfter(resumed).isBefore(goesOn.plusSeconds(3));
    step("a", id, "confirmation").statusCode(200);
    claim("b", uuid7(), slot, nik()).statusCode(201);
  }

  @Test
  void anIntakesRulesCannotBreakWhatWasPromised() {
    var intake = TestIntake.with("waitListLength", 2);
    var slot = intake.slot(1);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    claim("b", uuid7(), slot, nik(), true).statusCode(201);
    intake
        .tryChange("allocation", "RANKED")
        .statusCode(409)
        .body("type", equalTo("/problems/allocation-in-use"));
    intake.restore("allocation", "ARRIVAL");
    intake
        .tryChange("waitListLength", 0)
        .statusCode(409)
        .body("type", equalTo("/problems/wait-limit-in-use"));
  }

  @Test
  void aLimitLoweredLaterStandsInNobodysWay() {
    var intake = TestIntake.open();
    var slot = intake.slot(5);
    var other = intake.slot("SMPN-02", "DOMICILE", 5);
    var id = uuid7();
    claim("a", id, slot, nik()).statusCode(201);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    intake.change("seatsPerAccount", 1);
    intake.pause("Jeda.", "Break.").statusCode(200);
    intake.resume().statusCode(200);
    move("a", id, uuid7(), other).statusCode(201);
    claim("a", uuid7(), slot, nik())
        .statusCode(409)
        .body("type", equalTo("/problems/account-limit"));
  }

  @Test
  void aRepeatIsAnsweredAlthoughTheOpeningWasMovedLater() {
    var intake = TestIntake.open();
    var slot = intake.slot(5);
    var id = uuid7();
    var nik = nik();
    claim("a", id, slot, nik).statusCode(201);
    intake.change("opensAt", Instant.now().plusSeconds(600).toString());
    claim("a", id, slot, nik).statusCode(200);
    claim("b", uuid7(), slot, nik())
        .statusCode(409)
        .body("type", equalTo("/problems/not-yet-open"));
  }
}
