package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.DeskApi.ONE;
import static id.kursi.reservation.DeskApi.ask;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A family without a phone comes through the waiting room at an officer's counter. */
@ServiceTest
class WaitingRoomDeskTest {
  private static ValidatableResponse claim(UUID id, long slot, String nik, String pass) {
    return Api.as("officer", "bu-tuti")
        .header("Kursi-Pass", pass)
        .body(Map.of("slotId", slot, "child", Api.child(nik), "consent", "signed form"))
        .put("/v1/officer/reservations/" + id)
        .then();
  }

  private static List<String> told(TestRoom room) throws Exception {
    return Database.text(
            """
            SELECT string_agg(actor || ' ' || action || ' ' || (about - 'intake')::text || ' ' || reason, E'\n' ORDER BY id)
            FROM audit_log WHERE about ->> 'intake' = '%s' AND actor = 'bu-tuti'"""
                .formatted(room.intake.code))
        .lines()
        .toList();
  }

  @Test
  void theDeskEntersIsDrawnWithEverybodyAndClaimsWithThePass() throws Exception {
    var room = new TestRoom(Map.of());
    var slot = room.intake.slot(10);
    var nik = nik();
    var entry = uuid7();
    DeskApi.enter(room, entry, nik)
        .statusCode(201)
        .body("state", equalTo("ENTERED"))
        .body("receipt", notNullValue());
    for (int i = 0; i < 4; i++) {
      room.enter("at-home-" + UUID.randomUUID());
    }
    // One place, whichever desk asks and with whatever id.
    DeskApi.enter(room, uuid7(), nik, ONE).statusCode(200).body("id", equalTo(entry.toString()));
    ask(room, "passes", nik).statusCode(409).body("type", equalTo("/problems/not-drawn-yet"));
    room.open();
    room.draw();
    eventually(() -> ask(room, "passes", nik).statusCode(200));
    ask(room, "waiting-room/search", nik)
        .statusCode(200)
        .body("id", equalTo(entry.toString()))
        .body("state", equalTo("TURN"))
        .body("receipt", nullValue());
    String pass = ask(room, "passes", nik).extract().path("pass");
    var reservation = uuid7();
    claim(reservation, slot, nik(), pass)
        .statusCode(409)
        .body("type", equalTo("/problems/not-admitted"));
    claim(reservation, slot, nik, pass).statusCode(201);
    DeskApi.act(reservation, "confirmation").statusCode(200);
    ask(room, "waiting-room/search", nik).body("state", equalTo("DONE"));

    var of = " {\"entry\": \"" + entry + "\"} ";
    assertThat(told(room))
        .startsWith(
            "bu-tuti WAITING_ROOM_ENTERED" + of + "signed form",
            "bu-tuti WAITING_ROOM_LOOKED" + of + "signed form",
            "bu-tuti WAITING_ROOM_LOOKED" + of + "the mother asks")
        .contains(
            "bu-tuti WAITING_ROOM_ADMITTED" + of + "the mother asks",
            "bu-tuti WAITING_ROOM_AGAIN" + of + "the mother asks");
  }

  @Test
  void theDeskGivesUpAPlaceAsTheFamilyAsks() throws Exception {
    var room = new TestRoom(Map.of());
    room.intake.slot(1);
    var nik = nik();
    var entry = uuid7();
    DeskApi.withdraw(room, entry, nik)
        .statusCode(404)
        .body("type", equalTo("/problems/unknown-entry"));
    DeskApi.enter(room, entry, nik).statusCode(201);
    DeskApi.withdraw(room, entry, nik()).statusCode(404);
    for (int i = 0; i < 2; i++) {
      DeskApi.withdraw(room, entry, nik).statusCode(200).body("state", equalTo("LEFT"));
    }
    var again = uuid7();
    DeskApi.enter(room, again, nik).statusCode(201).body("number", equalTo(2));
    // Late, and of the place that was given up: the new one stays.
    DeskApi.withdraw(room, entry, nik).statusCode(200).body("state", equalTo("LEFT"));
    ask(room, "waiting-room/search", nik).body("id", equalTo(again.toString()));
    var of = " {\"entry\": \"" + entry + "\"} signed form";
    assertThat(told(room))
        .filteredOn(line -> !line.contains(again.toString()))
        .containsExactly(
            "bu-tuti WAITING_ROOM_LOOKED {} signed form",
            "bu-tuti WAITING_ROOM_ENTERED" + of,
            "bu-tuti WAITING_ROOM_LOOKED {} signed form",
            "bu-tuti WAITING_ROOM_LEFT" + of,
            "bu-tuti WAITING_ROOM_LOOKED" + of,
            "bu-tuti WAITING_ROOM_LOOKED" + of);
  }

  @Test
  void anOfficerActsOnlyWhereOneOfTheirOfficesTakesPart() throws Exception {
    var room = new TestRoom(Map.of());
    room.intake.slot(1);
    var nik = nik();
    for (var offices : new String[] {"SMPN-02", ""}) {
      DeskApi.enter(room, uuid7(), nik, offices)
          .statusCode(403)
          .body("type", equalTo("/problems/not-your-office"));
      ask(room, "waiting-room/search", nik, offices).statusCode(403);
      DeskApi.withdraw(room, uuid7(), nik, offices).statusCode(403);
      ask(room, "passes", nik, offices).statusCode(403);
    }
    Api.citizen("bu-tuti")
        .body(Map.of("nik", nik, "consent", "me"))
        .put("/v1/officer" + room.path.substring(3) + "/entries/" + uuid7())
        .then()
        .statusCode(403)
        .body("type", equalTo("/problems/missing-role"));
    ask(room, "waiting-room/search", nik, ONE)
        .statusCode(404)
        .body("type", equalTo("/problems/unknown-entry"));
    // Whoever tries one NIK after the other shows by it.
    assertThat(told(room)).containsExactly("bu-tuti WAITING_ROOM_LOOKED {} the mother asks");
  }

  /** With a roster a family has one place, at home and at the desk. */
  @Test
  void theDeskActsForTheAccountThatTheRosterNames() {
    var room = new TestRoom(Map.of());
    room.intake.slot(1);
    var nik = nik();
    var family = "family-" + UUID.randomUUID();
    AdminApi.csv("intakes/" + room.intake.code + "/roster", "nik,account", nik + "," + family)
        .statusCode(200);
    var entry = room.enter(family);
    eventually(
        () ->
            DeskApi.enter(room, uuid7(), nik)
                .statusCode(200)
                .body("id", equalTo(entry.toString())));
    DeskApi.enter(room, uuid7(), nik())
        .statusCode(409)
        .body("type", equalTo("/problems/not-on-roster"));
  }
}
