package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Injected text in what a waiting room is sent. Of the answer to its question {@link
 * WaitingRoomChallengeTest} tells.
 */
@ServiceTest
class WaitingRoomInjectionTest extends Injected {
  @ParameterizedTest
  @MethodSource("texts")
  void inARoomsRules(String text) throws Exception {
    var room = new TestRoom(Map.of());
    var draw = Map.of("kind", "DICE", "agreed", text);
    room.put("", Map.of("draw", draw)).statusCode(200).body("source.agreed", equalTo(text));
    for (var field : new String[] {"kind", "round", "throws", "commitment"}) {
      var wrong = new HashMap<>(draw);
      wrong.put(field, text);
      assertRefused(room.put("", Map.of("draw", wrong)), text);
    }
    for (var field :
        new String[] {"passFor", "grace", "leastPerMinute", "mostPerMinute", "mostInside"}) {
      assertRefused(room.put("", Map.of("draw", draw, field, text)), text);
    }
    assertRefused(room.put("/rate", Map.of("perMinute", text)), text);
    var toldSo =
        "SELECT count(*) FROM audit_log WHERE action = 'WAITING_ROOM_PUT' AND about ->> 'intake' = '%s' AND about -> 'draw' ->> 'agreed' = "
            .formatted(room.intake.code);
    assertThat(Database.number(toldSo + quoted(text))).isEqualTo(1);
  }

  private static void assertRefused(ValidatableResponse answer, String text) {
    assertThat(answer.statusCode(422).extract().asString()).doesNotContain(text);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void atTheDesk(String text) throws Exception {
    var room = new TestRoom(Map.of());
    room.intake.slot(1);
    var officer = "officer-" + UUID.randomUUID();
    var entry = "waiting-room/entries/" + uuid7();
    var nik = nik();
    assertRefused(desk(officer, room, "PUT", entry, text, "consent", text), text);
    desk(officer, room, "PUT", entry, nik, "consent", text).statusCode(201);
    desk(officer, room, "POST", "waiting-room/search", nik, "reason", text).statusCode(200);
    desk(officer, room, "POST", "passes", nik, "reason", text).statusCode(409);
    desk(officer, room, "PUT", entry + "/withdrawal", nik, "consent", text).statusCode(200);
    // Each look that an act begins with is a row too.
    var told =
        "SELECT string_agg(DISTINCT action, ' ' ORDER BY action) FROM audit_log WHERE actor = '%s' AND reason = "
            .formatted(officer);
    assertThat(Database.text(told + quoted(text)))
        .isEqualTo("WAITING_ROOM_ENTERED WAITING_ROOM_LEFT WAITING_ROOM_LOOKED");
  }

  private static ValidatableResponse desk(
      String officer,
      TestRoom room,
      String method,
      String path,
      String nik,
      String why,
      String text) {
    return Api.as("officer", officer)
        .body(Map.of("nik", nik, why, text))
        .request(method, "/v1/officer/intakes/" + room.intake.code + "/" + path)
        .then();
  }

  /** None of them is the secret, and none is a pass. */
  @Test
  void asEvidenceAndAsAPass() {
    var room = new TestRoom(Map.of());
    var slot = room.intake.slot(1);
    room.enter("family-" + UUID.randomUUID());
    room.open();
    for (var text : texts()) {
      room.reveal(text).statusCode(422).body("type", equalTo("/problems/wrong-evidence"));
      room.claim("family " + text, uuid7(), slot, nik(), text)
          .statusCode(409)
          .body("type", equalTo("/problems/not-admitted"));
    }
    room.draw();
  }
}
