package id.kursi.reservation;

import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where a draw's value comes from: what may still change, and until when. */
@ServiceTest
class WaitingRoomRuleTest {
  private static ValidatableResponse beacon(TestRoom room, Long round) {
    var draw = new HashMap<String, Object>(Map.of("kind", "DRAND"));
    if (round != null) {
      draw.put("round", round);
    }
    return room.put("", Map.of("draw", draw));
  }

  private static long announced(TestRoom room) {
    return room.figures().statusCode(200).extract().jsonPath().getLong("source.round");
  }

  private static ValidatableResponse openAt(TestRoom room, Instant opensAt) {
    return Api.as("admin", "admin")
        .body(
            Map.of(
                "opensAt",
                opensAt.toString(),
                "closesAt",
                Instant.now().plusSeconds(9_000).toString()))
        .put("/v1/admin/intakes/" + room.intake.code + "/window")
        .then();
  }

  /** The first round is some time after the opening, so that the root is out before it. */
  @Test
  void aLaterRoundMayStandInThePlaceOfOneThatNobodyKnowsAndNothingElse() {
    var room = new TestRoom(Map.of());
    beacon(room, null).statusCode(200).body("source.kind", equalTo("drand"));
    room.enter("ruled-" + UUID.randomUUID());
    long round = announced(room);
    beacon(room, null).statusCode(200).body("source.round", equalTo((int) round));
    beacon(room, round - 1).statusCode(409).body("type", equalTo("/problems/room-in-use"));
    room.put("", Map.of("draw", Map.of("kind", "DICE", "agreed", "Before three witnesses.")))
        .statusCode(409)
        .body("type", equalTo("/problems/room-in-use"));
    assertThat(announced(room)).isEqualTo(round);

    // An opening is put off only behind a round that comes later still.
    var later = Instant.now().plusSeconds(6_000);
    openAt(room, later).statusCode(409).body("type", equalTo("/problems/draw-before-opening"));
    room.intake
        .tryChange("opensAt", Instant.now().plusSeconds(3_400).toString())
        .statusCode(409)
        .body("type", equalTo("/problems/draw-before-opening"));
    beacon(room, round + 2_000).statusCode(200);
    openAt(room, later).statusCode(200);
    beacon(room, round).statusCode(409);
  }

  @Test
  void aRoundThatIsKnownBeforeTheOpeningDrawsNothing() {
    var room = new TestRoom(Map.of());
    beacon(room, 1_000L).statusCode(409).body("type", equalTo("/problems/draw-before-opening"));
  }

  /** A tick may be late; the database's clock is not. */
  @Test
  void whoeverComesAfterTheOpeningIsNotDrawnAlsoBeforeAnyTickHasSeenIt() throws Exception {
    var room = new TestRoom(Map.of());
    room.enter("ruled-" + UUID.randomUUID());
    long intake = room.intake.id();
    // One transaction: no tick sees the opening before the family is in.
    long number;
    try (var connection = Database.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "SELECT put_window(%d, now() - interval '1 second', now() + interval '1 hour')"
              .formatted(intake));
      var rows =
          statement.executeQuery(
              """
              SELECT number FROM enter_batch(ARRAY['%s']::uuid[], ARRAY[%d]::bigint[], ARRAY['late'], \
              ARRAY[decode(repeat('00', 16), 'hex')], ARRAY[NULL], ARRAY[NULL])"""
                  .formatted(uuid7(), intake));
      rows.next();
      number = rows.getLong(1);
      connection.commit();
    }
    assertThat(number).isEqualTo(2);
    assertThat(Database.number("SELECT drawn FROM waiting_room WHERE intake_id = " + intake))
        .isEqualTo(1);
  }
}
