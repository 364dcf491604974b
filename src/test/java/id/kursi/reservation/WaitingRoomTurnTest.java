package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A family's turn: what is told of when it comes, and how long it lasts. */
@ServiceTest
class WaitingRoomTurnTest {
  /** The first minute of a line has no pace to go by but the room's bounds. */
  @Test
  void whoeverWaitsIsToldBetweenWhichMomentsTheTurnComes() {
    var room = new TestRoom(Map.of("leastPerMinute", 60, "mostPerMinute", 120));
    var entries = new TreeMap<String, UUID>();
    for (int i = 0; i < 20; i++) {
      var family = "turn-" + UUID.randomUUID();
      entries.put(family, room.enter(family));
    }
    entries.forEach((family, entry) -> room.entry(family, entry).body("estimate", nullValue()));
    room.open();
    room.draw();
    int told = 0;
    for (var family : entries.entrySet()) {
      var entry = room.entry(family.getKey(), family.getValue()).extract().jsonPath();
      long before = entry.getLong("before");
      if (before == 0) {
        assertThat(entry.getMap("estimate")).as("whose turn it is").isNull();
      } else {
        assertThat(entry.getLong("estimate.fromSeconds")).isEqualTo(before / 2);
        assertThat(entry.getLong("estimate.toSeconds")).isEqualTo(before);
        told++;
      }
    }
    assertThat(told).isPositive();
  }

  /** As if the pointer had come by so much earlier. */
  private static void letPass(TestRoom room, Duration time) throws Exception {
    Database.execute(
        "UPDATE waiting_step SET at = at - interval '%d seconds' WHERE intake_id = %d"
            .formatted(time.toSeconds(), room.intake.id()));
  }

  private static Duration left(JsonPath pass) {
    return Duration.between(Instant.now(), Instant.parse(pass.getString("expiresAt")));
  }

  /**
   * A pass lasts for ten minutes from when it is taken, and may be taken until forty after the turn
   * came: the ten of the pass and a grace of thirty. None outlasts that.
   */
  @Test
  void whoeverComesWithinTheGraceGetsAPassWithoutANewWait() throws Exception {
    var room = new TestRoom(Map.of("passFor", "PT10M", "grace", "PT30M"));
    var family = "turn-" + UUID.randomUUID();
    var entry = room.enter(family);
    room.open();
    room.draw();
    eventually(() -> room.pointer().body("serving", equalTo(1)));
    letPass(room, Duration.ofMinutes(20));
    var pass = room.pass(family).statusCode(200).body("position", equalTo(1));
    assertThat(left(pass.extract().jsonPath()))
        .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10).plusSeconds(5));
    letPass(room, Duration.ofMinutes(15));
    pass = room.pass(family).statusCode(200);
    assertThat(left(pass.extract().jsonPath()))
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5).plusSeconds(5));
    room.entry(family, entry).body("state", equalTo("TURN")).body("number", equalTo(1));
    letPass(room, Duration.ofMinutes(5));
    room.pass(family).statusCode(409).body("type", equalTo("/problems/turn-lapsed"));
  }
}
