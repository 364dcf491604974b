package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The line: how it moves, who is passed, and its end. */
@ServiceTest
class WaitingRoomLineTest {
  private static String account(int number) {
    return "waiting-" + number + "-" + UUID.randomUUID();
  }

  private static List<String> accounts(int count) {
    return IntStream.range(0, count).mapToObj(WaitingRoomLineTest::account).toList();
  }

  @Test
  void theLineMovesAsItsOperatorSays() {
    var room = new TestRoom(Map.of("leastPerMinute", 60, "mostPerMinute", 60_000));
    for (var family : accounts(40)) {
      room.enter(family);
    }
    room.put("/rate", Map.of("perMinute", 120)).statusCode(200).body("setPerMinute", equalTo(120));
    room.open();
    room.draw();
    eventually(() -> room.pointer().body("serving", greaterThanOrEqualTo(4)));
    // Nobody sleeps by the pace of a moment: it may be as fast as the bound soon.
    room.pointer()
        .body("perMinute", equalTo(120))
        .body("askAgain.perMinute", allOf(greaterThan(50_000), lessThan(60_000)));
    room.put("/pause", "").statusCode(200);
    room.awaitState("PAUSED");
    int stood = room.pointer().extract().path("serving");
    Eventually.after(2_500);
    room.pointer().body("serving", equalTo(stood));
    assertThat(stood).isLessThan(40);
    room.undo("/pause").statusCode(200);
    room.undo("/rate").statusCode(200).body("setPerMinute", nullValue());
    eventually(() -> room.pointer().body("serving", equalTo(40)));
    assertThat(room.figures().extract().jsonPath().getLong("figures.admitted")).isZero();
  }

  @Test
  void theNextComesInAsSomebodyIsDoneOrLeaves() {
    var room = new TestRoom(Map.of("mostInside", 1, "grace", "PT24H"));
    var slot = room.intake.slot(10);
    var ids = new HashMap<String, UUID>();
    for (var family : accounts(5)) {
      ids.put(family, room.enter(family));
    }
    room.open();
    room.draw();
    var inLine = new TreeMap<Long, String>();
    ids.forEach((family, id) -> inLine.put(room.position(family, id), family));
    var first = inLine.get(1L);
    var reservation = uuid7();
    room.claim(first, reservation, slot, nik(), room.awaitPass(first)).statusCode(201);
    Eventually.after(2_500);
    room.pointer().body("serving", equalTo(1));
    room.pass(inLine.get(2L))
        .statusCode(409)
        .body("type", equalTo("/problems/not-your-turn"))
        .body("position", equalTo(2));

    Api.step(first, reservation, "confirmation").statusCode(200);
    room.entry(first, ids.get(first)).body("state", equalTo("DONE"));
    room.awaitPass(inLine.get(2L));
    // The third leaves in the line, the second from the door: it is the fourth's turn.
    for (long position : new long[] {3, 2}) {
      var family = inLine.get(position);
      room.leave(family, ids.get(family)).statusCode(200).body("state", equalTo("LEFT"));
    }
    room.awaitPass(inLine.get(4L));
    Eventually.after(1_500);
    room.pointer().body("serving", equalTo(4));
    room.figures().body("figures.done", equalTo(1)).body("figures.left", equalTo(2));
  }

  @Test
  void aDrainedRoomStandsInNobodysWay() {
    var room = new TestRoom(Map.of());
    var slot = room.intake.slot(10);
    room.begin();
    room.claim(account(0), uuid7(), slot, nik(), null).statusCode(409);
    room.put("/drain", "").statusCode(200);
    eventually(() -> room.claim(account(0), uuid7(), slot, nik(), null).statusCode(201));
  }
}
