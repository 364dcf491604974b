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

import org.junit.jupiter.api.Test;

/** Who waits, and who gets a seat that is given back. */
@ServiceTest
class ReserveListTest {
  @Test
  void whoeverAsksGetsAPlaceInTheReserveListUntilItIsFull() {
    var slot = TestIntake.with("waitListLength", 2).slot(1);
    var waiting = uuid7();
    var nik = nik();
    claim("a", uuid7(), slot, nik(), true).statusCode(201).body("status", equalTo("HELD"));
    claim("b", waiting, slot, nik, true)
        .statusCode(201)
        .body("status", equalTo("WAITING"))
        .body("waitPosition", equalTo(1))
        .body("sequence", nullValue())
        .body("holdUntil", nullValue());
    claim("c", uuid7(), slot, nik(), true).statusCode(201).body("waitPosition", equalTo(2));
    claim("d", uuid7(), slot, nik(), true)
        .statusCode(409)
        .body("type", equalTo("/problems/wait-list-full"));
    claim("b", waiting, slot, nik, true).statusCode(200).body("waitPosition", equalTo(1));
    claim("b", uuid7(), slot, nik, true)
        .statusCode(409)
        .body("type", equalTo("/problems/already-registered"));
  }

  @Test
  void reserveListPlacesOfAnAccountAreLimitedToo() {
    var intake = TestIntake.with("waitsPerAccount", 1);
    var slot = intake.slot(1);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    claim("b", uuid7(), slot, nik(), true).statusCode(201);
    claim("b", uuid7(), slot, nik(), true)
        .statusCode(409)
        .body("type", equalTo("/problems/account-limit"));
  }

  @Test
  void aChildWithASeatCannotWaitElsewhere() {
    var intake = TestIntake.open();
    var full = intake.slot("SMPN-01", "DOMICILE", 1);
    var other = intake.slot("SMPN-02", "DOMICILE", 1);
    var nik = nik();
    claim("a", uuid7(), full, nik()).statusCode(201);
    claim("b", uuid7(), other, nik).statusCode(201);
    claim("b", uuid7(), full, nik, true)
        .statusCode(409)
        .body("type", equalTo("/problems/already-registered"));
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
}
