package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.move;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.status;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** A seat is changed for another of the same intake, or nothing changes. */
@ServiceTest
class MoveTest {
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

  /** As bin/reseal holds it: the gate's lock, which a move has, keeps nobody from a row's seal. */
  @Test
  void aMoveThatWaitedForItsRowTakesTheSealThatItFoundThere() throws Exception {
    var intake = TestIntake.open();
    var old = uuid7();
    var moved = uuid7();
    claim("a", old, intake.slot(1), nik()).statusCode(201);
    var to = intake.slot("SMPN-02", "DOMICILE", 1);
    try (var resealing = Database.connect();
        var statement = resealing.createStatement()) {
      resealing.setAutoCommit(false);
      statement.execute("UPDATE reservation SET sealed = 'anew' WHERE id = '" + old + "'");
      var moving = Api.beside(() -> move("a", old, moved, to).statusCode(201));
      Database.awaitBehind(resealing, resealing.unwrap(PGConnection.class).getBackendPID());
      resealing.commit();
      moving.join();
    }
    assertThat(Database.text("SELECT sealed = 'anew' FROM reservation WHERE id = '" + moved + "'"))
        .isEqualTo("t");
  }
}
