package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import id.kursi.waitingroom.CheckDraw;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators say that the dice were: the first word stands. */
@ServiceTest
class WaitingRoomEvidenceTest {
  private static final String THREES = "3".repeat(50);
  private static final String FIVES = "5".repeat(50);

  /** Draws that wait for a room. */
  private static final String HELD_UP =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
          + " AND query LIKE '%draw_room%'";

  /** The place of each entry, as docs/check-draw.py prints it. */
  private static final String PLACES =
      "SELECT string_agg(number || ' ' || position || chr(10), '' ORDER BY number) FROM waiting_entry WHERE intake_id = ";

  private static final int ROOMS = 4;
  private static final int ROOMS_AT_MOST = 12;

  @TempDir private Path folder;

  private final List<String> inLine = accounts();
  private final List<String> gone = accounts();

  private static List<String> accounts() {
    return Stream.generate(() -> "diced-" + UUID.randomUUID()).limit(4).toList();
  }

  /** Waits for the dice; of those who take part in the draw half have left. */
  private TestRoom thrown() {
    var room = new TestRoom(Map.of());
    room.put("", Map.of("draw", Map.of("kind", "DICE", "agreed", "Before three witnesses.")))
        .statusCode(200);
    inLine.forEach(room::enter);
    for (var account : gone) {
      room.leave(account, room.enter(account)).statusCode(200);
    }
    room.open();
    return room;
  }

  private static String drawn(TestRoom room) {
    return Api.anybody().get(room.path + "/draw").jsonPath().getString("evidence");
  }

  private static void assertDoesNotCount(ValidatableResponse answer) {
    answer.statusCode(422).body("type", equalTo("/problems/wrong-evidence"));
  }

  /** Also those who left, and whoever is in the line got a pass by it. */
  private void assertThatAllStandAsPublished(TestRoom room) throws Exception {
    inLine.forEach(room::awaitPass);
    var draw =
        Files.writeString(
            folder.resolve(room.intake.code), Api.anybody().get(room.path + "/draw").asString());
    var said = CheckDraw.check(draw.toString());
    eventually(
        () ->
            assertThat(said)
                .isEqualTo(new CheckDraw.Said(0, Database.text(PLACES + room.intake.id()))));
  }

  @Test
  void whoeverSaysSomethingElseLaterIsToldThatItDoesNotCount() throws Exception {
    var room = thrown();
    room.reveal(THREES).statusCode(200);
    assertDoesNotCount(room.reveal(FIVES));
    room.reveal(THREES).statusCode(200);
    assertThat(drawn(room)).isEqualTo(THREES);
    assertThatAllStandAsPublished(room);
  }

  /** Often enough that each of the two was the first. */
  @Test
  void ofTwoWhoSpeakAtOnceOneIsToldThatItDoesNotCount() throws Exception {
    var counted = new HashSet<String>();
    for (int rooms = 0; rooms < ROOMS || counted.size() < 2; rooms++) {
      assertThat(rooms).isLessThan(ROOMS_AT_MOST);
      var room = thrown();
      var answers =
          sayAtOnce(room, rooms % 2 == 0 ? List.of(THREES, FIVES) : List.of(FIVES, THREES));
      var drawn = drawn(room);
      counted.add(drawn);
      answers.remove(drawn).statusCode(200);
      answers.values().forEach(WaitingRoomEvidenceTest::assertDoesNotCount);
      assertThatAllStandAsPublished(room);
    }
  }

  /** Both have come before either has drawn. What each was answered. */
  private static Map<String, ValidatableResponse> sayAtOnce(TestRoom room, List<String> words)
      throws Exception {
    var said = new HashMap<String, Future<ValidatableResponse>>();
    try (var operators = Executors.newVirtualThreadPerTaskExecutor();
        var lock = lock(room)) {
      for (var word : words) {
        said.put(word, operators.submit(() -> room.reveal(word)));
      }
      eventually(() -> assertThat(Database.number(HELD_UP)).isPositive());
      // The other stands behind it, in the service: nothing shows when it is there.
      Eventually.after(200);
      lock.rollback();
      var answers = new HashMap<String, ValidatableResponse>();
      for (var word : words) {
        answers.put(word, said.get(word).get());
      }
      return answers;
    }
  }

  /** Nobody draws until this is rolled back. */
  private static Connection lock(TestRoom room) throws SQLException {
    var lock = Database.connect();
    lock.setAutoCommit(false);
    lock.createStatement()
        .execute("SELECT FROM waiting_room WHERE intake_id = " + room.intake.id() + " FOR UPDATE");
    return lock;
  }

  /** Whoever left would have stood in the place of somebody whom the later draw put there. */
  @Test
  void aDrawThatFailsPlacesNobody() throws Exception {
    var room = thrown();
    try (var lock = lock(room)) {
      room.reveal(THREES).statusCode(503).body("type", equalTo("/problems/outcome-unknown"));
      lock.rollback();
    }
    room.reveal(FIVES).statusCode(200);
    assertThatAllStandAsPublished(room);
  }
}
