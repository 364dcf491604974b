package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.move;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.DeskApi.ONE;
import static id.kursi.reservation.DeskApi.act;
import static id.kursi.reservation.DeskApi.register;
import static id.kursi.reservation.DeskApi.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The help desk, by officers of one school (SMPN-01) and of every school. */
@ServiceTest
class DeskTest {
  @Test
  void aReservationIsFoundByNikAndByReceiptHoweverItIsTyped() {
    var slot = TestIntake.open().slot(2);
    var nik = nik();
    var id = uuid7();
    String receipt = claim("family", id, slot, nik).statusCode(201).extract().path("receipt");
    search("nik", nik)
        .statusCode(200)
        .body("reservations", hasSize(1))
        .body("reservations[0].reservation.id", equalTo(id.toString()))
        .body("reservations[0].office", equalTo(ONE))
        .body("reservations[0].reservation.child.name", equalTo("Siti Aminah"))
        .body("reservations[0].reservation.child.nik", equalTo("*".repeat(12) + nik.substring(12)))
        .body("reservations[0].timeline.action", equalTo(List.of("CREATED", "SEEN")))
        .body("reservations[0].timeline[1].actor", equalTo("bu-tuti"));
    search("receipt", receipt.toLowerCase().replace("-", "").replace('0', 'o'))
        .statusCode(200)
        .body("reservations.reservation.id", equalTo(List.of(id.toString())));
    search("nik", nik()).statusCode(200).body("reservations", hasSize(0));
  }

  @Test
  void whatHasEndedIsFoundToo() {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    var nik = nik();
    var given = uuid7();
    var moved = uuid7();
    var last = uuid7();
    claim("family", given, slot, nik).statusCode(201);
    step("family", given, "cancellation").statusCode(200);
    claim("family", moved, slot, nik).statusCode(201);
    move("family", moved, last, intake.slot("SMPN-02", "DOMICILE", 1)).statusCode(201);
    search("nik", nik)
        .body("reservations.reservation.status", containsInAnyOrder("HELD", "MOVED", "CANCELLED"));
    search("nik", nik, ONE)
        .body("reservations.reservation.status", containsInAnyOrder("MOVED", "CANCELLED"));
  }

  @Test
  void anOfficerSeesAndTouchesOnlyTheOfficesOfTheToken() {
    var intake = TestIntake.open();
    var slot = intake.slot(5);
    var other = intake.slot("SMPN-02", "DOMICILE", 5);
    var nik = nik();
    var id = uuid7();
    claim("family", id, other, nik).statusCode(201);
    search("nik", nik, ONE).statusCode(200).body("reservations", hasSize(0));
    act(id, "void", ONE).statusCode(404).body("type", equalTo("/problems/unknown-reservation"));
    act(id, "confirmation", ONE).statusCode(404);
    register(uuid7(), other, nik(), false, ONE)
        .statusCode(403)
        .body("type", equalTo("/problems/not-your-office"));
    register(uuid7(), slot, nik(), false, ONE).statusCode(201);
    assertThat(Api.status("family", id)).isEqualTo("HELD");
    act(id, "void", "SMPN-02").statusCode(200);
    assertThat(Api.status("family", id)).isEqualTo("CANCELLED");
    // A token that names no office serves none.
    search("nik", nik, "").statusCode(200).body("reservations", hasSize(0));
  }

  @Test
  void theDeskRegistersConfirmsAndGivesUpForAFamily() {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    var nik = nik();
    var id = uuid7();
    register(id, slot, nik, false).statusCode(201).body("status", equalTo("HELD"));
    register(id, slot, nik, false).statusCode(200);
    act(id, "confirmation").statusCode(200).body("status", equalTo("CONFIRMED"));
    act(id, "void").statusCode(200).body("status", equalTo("CANCELLED"));
    search("nik", nik)
        .body(
            "reservations[0].timeline.action",
            equalTo(List.of("CREATED", "REGISTERED", "CONFIRMED", "CANCELLED", "SEEN")))
        .body(
            "reservations[0].timeline.reason",
            equalTo(
                Arrays.asList(
                    null, "signed form", "the father asks", "the father asks", "the mother asks")));
    intake.assertSound();
  }

  @Test
  void familiesOfTheDeskDoNotShareALimit() {
    var slot = TestIntake.with("seatsPerAccount", 1).slot(3);
    for (int i = 0; i < 3; i++) {
      register(uuid7(), slot, nik(), false).statusCode(201);
    }
  }

  @Test
  void aVerifiedChildOfTheDeskBelongsToItsFamilysAccount() {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    var nik = nik();
    AdminApi.csv(
            "intakes/" + intake.code + "/roster",
            "nik,account",
            nik + ",family-of-" + nik.substring(12))
        .statusCode(200);
    var id = uuid7();
    register(id, slot, nik, false).statusCode(201);
    assertThat(Api.status("family-of-" + nik.substring(12), id)).isEqualTo("HELD");
    register(uuid7(), slot, nik(), false)
        .statusCode(409)
        .body("type", equalTo("/problems/not-on-roster"));
  }

  @Test
  void whatTheDeskTypesWrongIsToldAllAtOnceAndNeverRepeated() {
    var nik = nik();
    search("receipt", "1111-1111-1111-Z")
        .statusCode(422)
        .body("errors.code", equalTo(List.of("receipt")));
    search("nik", nik + "9").statusCode(422).body("errors.field", equalTo(List.of("/nik")));
    var both = new HashMap<String, Object>(Map.of("nik", nik, "receipt", "0000-0000-0000-0"));
    var answer =
        Api.as("officer", "o")
            .body(both)
            .post("/v1/officer/reservations/search")
            .then()
            .statusCode(422)
            .body("errors.code", containsInAnyOrder("one-of", "required"))
            .extract()
            .asString();
    assertThat(answer).doesNotContain(nik);
    Api.as("officer", "o")
        .body(Map.of("slotId", 1))
        .put("/v1/officer/reservations/" + uuid7())
        .then()
        .statusCode(422)
        .body("errors.field", containsInAnyOrder("/child", "/consent"));
    Api.citizen("o")
        .body(Map.of("nik", nik, "reason", "x"))
        .post("/v1/officer/reservations/search")
        .then()
        .statusCode(403);
  }
}
