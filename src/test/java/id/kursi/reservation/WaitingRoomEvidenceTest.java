package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What operators say that the dice were: the first word stands. */
@ServiceTest
class WaitingRoomEvidenceTest {
  private static final String THREES = "3".repeat(50);
  private static final String FIVES = "5".repeat(50);

  private static TestRoom thrown() {
    var room = new TestRoom(Map.of());
    room.put("", Map.of("draw", Map.of("kind", "DICE", "agreed", "Before three witnesses.")))
        .statusCode(200);
    room.enter("diced-" + UUID.randomUUID());
    room.open();
    return room;
  }

  private static String drawn(TestRoom room) {
    return Api.anybody().get(room.path + "/draw").jsonPath().getString("evidence");
  }

  @Test
  void whoeverSaysSomethingElseLaterIsToldThatItDoesNotCount() {
    var room = thrown();
    room.reveal(THREES).statusCode(200);
    room.reveal(FIVES).statusCode(422).body("type", equalTo("/problems/wrong-evidence"));
    room.reveal(THREES).statusCode(200);
    assertThat(drawn(room)).isEqualTo(THREES);
  }
}
