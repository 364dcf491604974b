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
    room.put("/rate", Map.of("perMinute", 120))
        .statusCode(200)
        .body("setPerMinute", equalTo(120))
        .body("line.perMinute", equalTo(120));
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

  /**
   * One family is inside at a time. Whoever has a seat, or leaves, makes room for the next at once;
   * whoever left while they waited is passed for nothing.
   */
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

  /**
   * Whoever leaves as the draw is made, or through an instance that has not heard of it, is placed
   * by the next tick, so that nobody waits behind a family that is gone.
   */
  @Test
  void whoeverLeftBeforeTheirPositionWasKnownHoldsNobodyUp() throws Exception {
    var room = new TestRoom(Map.of("mostInside", 1, "grace", "PT24H"));
    var ids = new HashMap<String, UUID>();
    for (var family : accounts(4)) {
      ids.put(family, room.enter(family));
    }
    room.put("/pause", "").statusCode(200);
    var early = ids.keySet().iterator().next();
    room.leave(early, ids.get(early)).statusCode(200);
    room.open();
    room.reveal().statusCode(200);
    room.awaitState("PAUSED");
    var late = account(4);
    ids.put(late, room.enter(late));
    room.leave(late, ids.get(late)).statusCode(200);
    eventually(() -> assertThat(unplaced(room)).isZero());
    room.undo("/pause").statusCode(200);
    var inLine = new TreeMap<Long, String>();
    ids.forEach((family, id) -> inLine.put(room.position(family, id), family));
    assertThat(inLine.lastKey()).isEqualTo(5);
    for (var family : inLine.values()) {
      if (!family.equals(early) && !family.equals(late)) {
        room.awaitPass(family);
        room.leave(family, ids.get(family)).statusCode(200);
      }
    }
    eventually(() -> room.pointer().body("serving", equalTo(5)));
  }

  private static long unplaced(TestRoom room) throws Exception {
    return Database.number(
        """
        SELECT count(*) FROM waiting_entry e JOIN intake i ON i.id = e.intake_id
        WHERE i.code = '%s' AND e.ended = 'LEFT' AND e.position IS NULL"""
            .formatted(room.intake.code));
  }

  /** A family that has a second child at the same door waits for it as for the first. */
  @Test
  void aSeatEndsTheEntryThatItCameBy() {
    var room = new TestRoom(Map.of());
    var slot = room.intake.slot(10);
    var family = account(0);
    var first = room.enter(family);
    room.open();
    room.draw();
    var reservation = uuid7();
    room.claim(family, reservation, slot, nik(), room.awaitPass(family)).statusCode(201);
    room.leave(family, first).statusCode(200);
    var second = room.enter(family);
    Api.step(family, reservation, "confirmation").statusCode(200);
    room.entry(family, first).body("state", equalTo("LEFT"));
    eventually(() -> room.entry(family, second).body("state", equalTo("TURN")));
  }

  /** While the intake is paused nobody can claim, so nobody's turn passes. */
  @Test
  void aTurnStandsStillWhileTheIntakeIsPaused() {
    var room = new TestRoom(Map.of("passFor", "PT3S", "grace", "PT1S"));
    var slot = room.intake.slot(10);
    var family = account(0);
    room.enter(family);
    room.open();
    room.draw();
    room.awaitPass(family);
    room.intake.pause("Sebentar", "One moment").statusCode(200);
    Eventually.after(6_000);
    room.pass(family).statusCode(200);
    room.intake.resume().statusCode(200);
    var pass = room.pass(family).statusCode(200).extract().jsonPath().getString("pass");
    room.claim(family, uuid7(), slot, nik(), pass).statusCode(201);
    Eventually.after(4_500);
    room.pass(family).statusCode(409).body("type", equalTo("/problems/turn-lapsed"));
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
