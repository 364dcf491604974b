package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.status;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** One morning of an admission, read as a story. */
@ServiceTest
class JourneyTest {
  @Test
  void theMorningOfTheAdmission() {
    // Before eight, the intake is announced; Ibu Rina looks at it without signing in and presses
    // too early.
    var intake = TestIntake.with("opensAt", Instant.now().plusSeconds(3).toString());
    var nearby = intake.slot("SMPN-05", "DOMICILE", 1);
    var farther = intake.slot("SMPN-06", "DOMICILE", 2);
    Api.anybody()
        .get("/v1/intakes/" + intake.code)
        .then()
        .body("state", equalTo("SCHEDULED"))
        .body("free", equalTo(3));
    var rina = uuid7();
    var rinasChild = nik();
    claim("rina", rina, nearby, rinasChild)
        .statusCode(409)
        .body("type", equalTo("/problems/not-yet-open"));

    // At eight she presses again, and her phone sends it twice over a bad line: one seat, the same
    // receipt.
    eventually(() -> claim("rina", rina, nearby, rinasChild).statusCode(201));
    claim("rina", rina, nearby, rinasChild).statusCode(200).body("sequence", equalTo(1));

    // Pak Budi finds the school full, is shown another, and takes a place in line at the first and
    // a seat at the second.
    var budisChild = nik();
    claim("budi", uuid7(), nearby, budisChild)
        .statusCode(409)
        .body("nearest.slotId", hasItem((int) farther));
    var inLine = uuid7();
    claim("budi", inLine, nearby, budisChild, true)
        .statusCode(201)
        .body("waitPosition", equalTo(1));
    var second = uuid7();
    claim("budi", second, farther, budisChild).statusCode(201).body("status", equalTo("HELD"));

    // Ibu Dewi waits too, behind him.
    var dewi = uuid7();
    claim("dewi", dewi, nearby, nik(), true).statusCode(201).body("waitPosition", equalTo(2));

    // Rina moves to the school farther away. Her first seat goes to the line: Budi's child has a
    // seat, so it is Dewi's.
    var moved = uuid7();
    Api.move("rina", rina, moved, farther).statusCode(201).body("status", equalTo("HELD"));
    assertThat(status("budi", inLine)).isEqualTo("LAPSED");
    assertThat(status("dewi", dewi)).isEqualTo("HELD");

    // All three confirm, and each finds their own in their list.
    step("rina", moved, "confirmation").statusCode(200);
    step("budi", second, "confirmation").statusCode(200);
    step("dewi", dewi, "confirmation").statusCode(200);
    Api.citizen("rina")
        .get("/v1/reservations")
        .then()
        .body("reservations", hasSize(2))
        .body("reservations.status", hasItem("MOVED"))
        .body("reservations.status", hasItem("CONFIRMED"));

    // When the intake closes, everything adds up.
    intake.change("closesAt", Instant.now().minusMillis(1).toString());
    claim("late", uuid7(), farther, nik())
        .statusCode(409)
        .body("type", equalTo("/problems/closed"));
    intake.assertSound();
    assertThat(intake.audit().getLong("slots.live.sum()")).isEqualTo(3);
  }

  @Test
  void theDemoIntakesAreThere() {
    Api.anybody()
        .get("/v1/intakes")
        .then()
        .body("intakes.code", hasItem("smp-2025"))
        .body("intakes.code", hasItem("smp-2025-ranked"));
    Api.anybody()
        .get("/v1/intakes/smp-2025")
        .then()
        .body("capacity", equalTo(9954))
        .body("state", equalTo("OPEN"))
        .body("holdFor", equalTo("PT10M"));
    Api.anybody().get("/v1/intakes/smp-2025/slots").then().body("slots", hasSize(96));
    Api.anybody().get("/v1/intakes/smp-2025/slots?office=SMPN-03").then().body("slots", hasSize(4));
    Api.anybody()
        .get("/v1/intakes/smp-2025/slots?office=SMPN-03&track=DOMICILE")
        .then()
        .body("slots.capacity", hasItem(168));
    Api.anybody().get("/v1/intakes/smp-2025-ranked").then().body("allocation", equalTo("RANKED"));
  }
}
