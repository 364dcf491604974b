package id.kursi.reservation;

import static id.kursi.reservation.Api.uuid7;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An account that asks too often at the waiting room. */
@ServiceTest
@TestProfile(LowLimits.class)
class WaitingRoomLimitsTest {
  private static void assertTooOften(ValidatableResponse answer) {
    answer
        .statusCode(429)
        .body("type", equalTo("/problems/too-many-requests"))
        .header("Retry-After", matchesPattern("[1-9]\\d*"));
  }

  private static ValidatableResponse inclusion(TestRoom room, String account, UUID id) {
    return Api.citizen(account).get(room.path + "/entries/" + id + "/inclusion").then();
  }

  /** Sixteen commands: entering, asking for a pass and leaving are spent from the same. */
  @Test
  void commandsHaveOneLimitAndBeyondItNothingIsDone() {
    var room = new TestRoom(Map.of());
    var family = "limited-" + UUID.randomUUID();
    var left = room.enter(family);
    for (int i = 0; i < 5; i++) {
      room.pass(family).statusCode(409);
    }
    for (int i = 0; i < 5; i++) {
      room.leave(family, left).statusCode(200);
    }
    var id = uuid7();
    room.enter(family, id).statusCode(201);
    for (int i = 0; i < 4; i++) {
      room.enter(family, id).statusCode(200);
    }
    assertTooOften(room.enter(family, id));
    assertTooOften(room.pass(family));
    assertTooOften(room.leave(family, id));
    room.entry(family, id).statusCode(200).body("state", equalTo("ENTERED"));
    room.enter("limited-" + UUID.randomUUID());
  }

  /** Four looks. The line's own page is everybody's, and has none. */
  @Test
  void looksAtTheOwnPlaceHaveALimitOfTheirOwn() {
    var room = new TestRoom(Map.of());
    var family = "limited-" + UUID.randomUUID();
    var id = room.enter(family);
    for (int i = 0; i < 2; i++) {
      room.entry(family, id).statusCode(200);
      inclusion(room, family, id).statusCode(409);
    }
    assertTooOften(room.entry(family, id));
    assertTooOften(inclusion(room, family, id));
    for (int i = 0; i < 5; i++) {
      room.pointer().statusCode(200);
    }
    room.leave(family, id).statusCode(200);
  }
}
