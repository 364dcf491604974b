package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.status;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ServiceTest
class LifecycleTest {
  private static ValidatableResponse move(String account, UUID from, UUID to, long slot) {
    return Api.citizen(account)
        .body(Map.of("id", to.toString(), "slotId", slot))
        .put("/v1/reservations/" + from + "/move")
        .then();
  }

  @Test
  void aSeatIsConfirmedOnceAndStaysSo() {
    var slot = TestIntake.open().slot(1);
    var id = uuid7();
    claim("a", id, slot, nik()).statusCode(201);
    step("a", id, "confirmation")
        .statusCode(200)
        .body("status", equalTo("CONFIRMED"))
        .body("holdUntil", nullValue());
    step("a", id, "confirmation").statusCode(200).body("status", equalTo("CONFIRMED"));
  }

  @Test
  void aCancelledSeatCannotBeConfirmed() {
    var id = uuid7();
    claim("a", id, TestIntake.open().slot(1), nik()).statusCode(201);
    step("a", id, "cancellation").statusCode(200);
    step("a", id, "cancellation").statusCode(200).body("status", equalTo("CANCELLED"));
    step("a", id, "confirmation").statusCode(409).body("type", equalTo("/problems/wrong-state"));
  }

  @Test
  void aHoldThatIsNotConfirmedIsGivenUpAndSoldAgain() {
    var slot = TestIntake.with("holdFor", "PT1S").slot(1);
    var id = uuid7();
    claim("a", id, slot, nik()).statusCode(201);
    eventually(() -> assertThat(status("a", id)).isEqualTo("EXPIRED"));
    step("a", id, "confirmation").statusCode(409).body("type", equalTo("/problems/hold-expired"));
    eventually(() -> claim("b", uuid7(), slot, nik()).statusCode(201));
  }

  @Test
  void aSeatGivenBackGoesToTheFirstInLineWithAFreshHold() {
    var slot = TestIntake.with("waitListLength", 3).slot(1);
    var seated = uuid7();
    var first = uuid7();
    var second = uuid7();
    claim("a", seated, slot, nik()).statusCode(201);
    claim("b", first, slot, nik(), true).statusCode(201).body("status", equalTo("WAITING"));
    claim("c", second, slot, nik(), true).statusCode(201).body("waitPosition", equalTo(2));
    step("a", seated, "cancellation").statusCode(200);
    Api.citizen("b")
        .get("/v1/reservations/" + first)
        .then()
        .body("status", equalTo("HELD"))
        .body("sequence", equalTo(2))
        .body("holdUntil", notNullValue());
    Api.citizen("c")
        .get("/v1/reservations/" + second)
        .then()
        .body("status", equalTo("WAITING"))
        .body("waitPosition", equalTo(1));
    claim("d", uuid7(), slot, nik()).statusCode(409);
  }

  @Test
  void aWaitingChildThatFoundASeatElsewhereLosesItsPlaceWhenItsTurnComes() {
    var intake = TestIntake.with("waitListLength", 3);
    var slot = intake.slot("SMPN-01", "DOMICILE", 1);
    var elsewhere = intake.slot("SMPN-02", "DOMICILE", 1);
    var seated = uuid7();
    var waiting = uuid7();
    var next = uuid7();
    var nik = nik();
    claim("a", seated, slot, nik()).statusCode(201);
    claim("b", waiting, slot, nik, true).statusCode(201);
    claim("c", next, slot, nik(), true).statusCode(201);
    claim("b", uuid7(), elsewhere, nik).statusCode(201);
    step("a", seated, "cancellation").statusCode(200);
    assertThat(status("b", waiting)).isEqualTo("LAPSED");
    assertThat(status("c", next)).isEqualTo("HELD");
  }

  @Test
  void anAccountAtItsLimitLosesItsPlaceWhenItsTurnComes() {
    var intake = TestIntake.with("seatsPerAccount", 1);
    var slot = intake.slot("SMPN-01", "DOMICILE", 1);
    var elsewhere = intake.slot("SMPN-02", "DOMICILE", 1);
    var seated = uuid7();
    var waiting = uuid7();
    claim("a", seated, slot, nik()).statusCode(201);
    claim("b", waiting, slot, nik(), true).statusCode(201);
    claim("b", uuid7(), elsewhere, nik()).statusCode(201);
    step("a", seated, "cancellation").statusCode(200);
    assertThat(status("b", waiting)).isEqualTo("LAPSED");
    eventually(() -> claim("c", uuid7(), slot, nik()).statusCode(201));
  }

  @Test
  void aMoveTakesTheNewSeatAndGivesTheOldOneToTheLine() {
    var intake = TestIntake.open();
    var from = intake.slot("SMPN-01", "DOMICILE", 1);
    var to = intake.slot("SMPN-02", "DOMICILE", 1);
    var old = uuid7();
    var moved = uuid7();
    var waiting = uuid7();
    claim("a", old, from, nik()).statusCode(201);
    claim("b", waiting, from, nik(), true).statusCode(201);
    step("a", old, "confirmation").statusCode(200);
    move("a", old, moved, to)
        .statusCode(201)
        .body("id", equalTo(moved.toString()))
        .body("status", equalTo("CONFIRMED"))
        .body("movedFrom", equalTo(old.toString()));
    Api.citizen("a")
        .get("/v1/reservations/" + old)
        .then()
        .body("status", equalTo("MOVED"))
        .body("movedTo", equalTo(moved.toString()));
    Api.citizen("a")
        .get("/v1/reservations/" + moved)
        .then()
        .body("child.name", equalTo("Siti Aminah"));
    assertThat(status("b", waiting)).isEqualTo("HELD");
    move("a", old, moved, to).statusCode(200).body("id", equalTo(moved.toString()));
    intake.assertSound();
  }

  @Test
  void aMoveThatFindsTheSlotFullKeepsTheFirstSeat() {
    var intake = TestIntake.open();
    var from = intake.slot("SMPN-01", "DOMICILE", 1);
    var full = intake.slot("SMPN-02", "DOMICILE", 1);
    var old = uuid7();
    claim("a", old, from, nik()).statusCode(201);
    claim("b", uuid7(), full, nik()).statusCode(201);
    move("a", old, uuid7(), full).statusCode(409).body("type", equalTo("/problems/slot-full"));
    move("a", old, uuid7(), from).statusCode(409).body("type", equalTo("/problems/same-slot"));
    move("a", old, old, full).statusCode(409).body("type", equalTo("/problems/id-in-use"));
    move("a", old, uuid7(), TestIntake.open().slot(1))
        .statusCode(404)
        .body("type", equalTo("/problems/unknown-slot"));
    assertThat(status("a", old)).isEqualTo("HELD");
    intake.assertSound();
  }

  @Test
  void aMoveKeepsTheDeadlineOfTheHold() {
    var intake = TestIntake.open();
    var old = uuid7();
    var deadline =
        claim("a", old, intake.slot(1), nik())
            .statusCode(201)
            .extract()
            .jsonPath()
            .getString("holdUntil");
    move("a", old, uuid7(), intake.slot("SMPN-02", "DOMICILE", 1))
        .statusCode(201)
        .body("holdUntil", equalTo(deadline));
  }

  @Test
  void raisedCapacityGoesToTheLineFirst() {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var waiting = uuid7();
    claim("a", uuid7(), slot, nik()).statusCode(201);
    claim("b", waiting, slot, nik(), true).statusCode(201);
    intake.capacity(slot, 3).statusCode(200).body("capacity", equalTo(3));
    assertThat(status("b", waiting)).isEqualTo("HELD");
    intake
        .capacity(slot, 1)
        .statusCode(409)
        .body("type", equalTo("/problems/capacity-below-taken"));
    intake.capacity(slot, 2).statusCode(200);
  }

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
    var until =
        Instant.parse(
            Api.citizen("a").get("/v1/reservations/" + id).jsonPath().getString("holdUntil"));
    assertThat(until).isAfter(resumed).isBefore(resumed.plusSeconds(3));
    step("a", id, "confirmation").statusCode(200);
    claim("b", uuid7(), slot, nik()).statusCode(201);
  }

  @Test
  void aFixedDeadlineHoldsForEverySeat() {
    var deadline = Instant.now().plusSeconds(7200).toString();
    var intake = TestIntake.with("holdDeadline", deadline);
    var held =
        claim("a", uuid7(), intake.slot(1), nik())
            .statusCode(201)
            .extract()
            .jsonPath()
            .getString("holdUntil");
    assertThat(Instant.parse(held))
        .isBetween(Instant.parse(deadline).minusMillis(1), Instant.parse(deadline).plusMillis(1));
  }

  @Test
  void anOfficerVoidsAHoldAndLeavesATrail() throws Exception {
    var slot = TestIntake.open().slot(1);
    var id = uuid7();
    claim("a", id, slot, nik()).statusCode(201);
    var path = "/v1/officer/reservations/" + id + "/void";
    Api.citizen("a")
        .body(Map.of("reason", "x"))
        .put(path)
        .then()
        .statusCode(403)
        .body("type", equalTo("/problems/missing-role"));
    Api.as("officer", "officer-7").body(Map.of()).put(path).then().statusCode(422);
    Api.as("officer", "officer-7")
        .body(Map.of("reason", "NIK palsu"))
        .put(path)
        .then()
        .statusCode(200)
        .body("status", equalTo("CANCELLED"));
    assertThat(
            Database.text(
                "SELECT actor || ': ' || reason FROM reservation_act WHERE reservation_id = '"
                    + id
                    + "'"))
        .isEqualTo("officer-7: NIK palsu");
    Api.as("officer", "officer-7")
        .body(Map.of("reason", "x"))
        .put("/v1/officer/reservations/" + uuid7() + "/void")
        .then()
        .statusCode(404);
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
