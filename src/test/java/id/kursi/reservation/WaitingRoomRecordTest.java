package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import id.kursi.reservation.HeldSteps.Step;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is left of a room once its intake has closed. */
@ServiceTest
class WaitingRoomRecordTest {
  private static ValidatableResponse admissions(TestRoom room, String after) {
    return Api.anybody().get(room.path + "/admissions" + after).then();
  }

  private static long pointer(TestRoom room, UUID id) throws Exception {
    return Database.number("SELECT admitted_pointer FROM reservation WHERE id = '" + id + "'");
  }

  @Test
  void afterTheClosingEverybodySeesWhoWasLetInWhenAndWhatNumbersTheyGot() throws Exception {
    var room = new TestRoom(Map.of("leastPerMinute", 120, "mostPerMinute", 120));
    var slot = room.intake.slot(10);
    var other = room.intake.slot("SMPN-02", "DOMICILE", 10);
    var families = new TreeMap<Long, String>();
    var entries = new TreeMap<String, UUID>();
    for (int i = 0; i < 4; i++) {
      var family = "recorded-" + UUID.randomUUID();
      entries.put(family, room.enter(family));
    }
    room.open();
    room.draw();
    entries.forEach((family, entry) -> families.put(room.position(family, entry), family));
    admissions(room, "")
        .statusCode(409)
        .body("type", equalTo("/problems/not-closed-yet"))
        .body("closesAt", notNullValue());

    // The first claims for two children and moves one of them, the second only takes its pass, the
    // third stays away, the fourth claims.
    var first = families.get(1L);
    var moved = uuid7();
    var second = uuid7();
    var pass = room.awaitPass(first);
    room.claim(first, moved, slot, nik(), pass).statusCode(201);
    room.claim(first, second, slot, nik(), pass).statusCode(201);
    Api.move(first, moved, uuid7(), other).statusCode(201);
    room.awaitPass(families.get(2L));
    var fourth = uuid7();
    room.claim(families.get(4L), fourth, slot, nik(), room.awaitPass(families.get(4L)))
        .statusCode(201);
    var secondBy =
        Database.number(
            "SELECT admitted_by FROM waiting_entry WHERE id = '"
                + entries.get(families.get(2L))
                + "'");
    // The first came again later, and claimed nothing with that turn.
    Database.execute(
        """
        INSERT INTO waiting_entry (id, intake_id, number, account, salt, entered_at, position, admitted_at, admitted_by, ended, ended_at)
        SELECT gen_random_uuid(), intake_id, 5, account, salt, now(), 5, now(), 5, 'LAPSED', now()
        FROM waiting_entry WHERE id = '%s'"""
            .formatted(entries.get(first)));
    room.close();
    room.pass(families.get(3L)).statusCode(409).body("type", equalTo("/problems/closed"));

    var lines = new ArrayList<>(List.of("position,pointer,slot,sequence"));
    lines.add("1," + pointer(room, moved) + "," + slot + ",1");
    lines.add("1," + pointer(room, moved) + "," + slot + ",2");
    lines.add("1," + pointer(room, moved) + "," + other + ",1");
    lines.add("2," + secondBy + ",,");
    lines.add("4," + pointer(room, fourth) + "," + slot + ",3");
    lines.add("5,5,,");
    var published =
        admissions(room, "")
            .statusCode(200)
            .header("Cache-Control", "public, max-age=60")
            .header("Link", nullValue())
            .extract()
            .asString();
    assertThat(published.lines()).containsExactlyElementsOf(lines);
    assertThat(admissions(room, "?after=2").extract().asString().lines())
        .containsExactly(lines.getFirst(), lines.get(5), lines.get(6));
    admissions(room, "?after=x").statusCode(422);
    for (var secret : entries.entrySet()) {
      assertThat(published)
          .doesNotContain(secret.getKey())
          .doesNotContain(secret.getValue().toString());
    }
  }

  /** A reading that waits behind the root's commit: the room's clock is no faster for that. */
  @Test
  void aReadingThatHadToWaitClosesNothingEarly() throws Exception {
    var room = new TestRoom(Map.of());
    room.enter("early-" + UUID.randomUUID());
    Instant closesAt;
    try (var steps = new HeldSteps(room.intake.id())) {
      steps.letGo(Step.FREEZE);
      room.begin();
      steps.await(Step.ROOT);
      closesAt = Instant.now().plusMillis(3_500);
      room.intake.closeAt(closesAt);
      // The next tick's reading has waited for more than a second then.
      Eventually.after(2_500);
    }
    while (Instant.now().isBefore(closesAt.minusMillis(100))) {
      admissions(room, "").statusCode(409).body("type", equalTo("/problems/not-closed-yet"));
    }
  }

  /** A page ends with a whole position, and says where the next begins. */
  @Test
  void aLongRecordComesInPages() throws Exception {
    var room = new TestRoom(Map.of());
    room.begin();
    Database.execute(
        """
        INSERT INTO waiting_entry (id, intake_id, number, account, salt, entered_at, position, admitted_at, admitted_by)
        SELECT gen_random_uuid(), %d, n, 'paged-' || n, decode(repeat('00', 16), 'hex'), now(), n, now(), n
        FROM generate_series(1, 1001) n"""
            .formatted(room.intake.id()));
    room.close();
    var link =
        "</v1/intakes/" + room.intake.code + "/waiting-room/admissions?after=1000>; rel=\"next\"";
    var full = admissions(room, "").statusCode(200).header("Link", equalTo(link));
    assertThat(full.extract().asString().lines()).hasSize(1001);
    assertThat(
            admissions(room, "?after=1000")
                .header("Link", nullValue())
                .extract()
                .asString()
                .lines())
        .containsExactly("position,pointer,slot,sequence", "1001,1001,,");
  }

  /** A closed room is read again when something of it changes, and only then. */
  @Test
  void aClosedRoomKeepsItsPagesWithoutBeingReadAgain() throws Exception {
    var room = new TestRoom(Map.of());
    room.enter("closed-" + UUID.randomUUID());
    room.open();
    room.draw();
    room.close();
    Eventually.after(1_500);
    var of = " WHERE intake_id = " + room.intake.id();
    Database.execute("UPDATE waiting_room SET most_inside = 17" + of);
    Eventually.after(1_500);
    room.figures().statusCode(200).body("mostInside", nullValue());
    room.pointer().body("state", equalTo("CLOSED"));
    Api.anybody().get(room.path + "/draw").then().statusCode(200);

    Database.execute("UPDATE waiting_room SET version = version + 1" + of);
    room.figures().body("mostInside", equalTo(17));
    room.intake.change("closesAt", Instant.now().plusSeconds(600).toString());
    room.awaitState("SERVING");
  }
}
