package id.kursi.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is refused at once, and who is told that it takes too long. */
class FullRoomTest extends TestRoom {
  @Test
  void aFullRoomRefusesAtOnceAndAPlaceGivenBackIsFree() throws Exception {
    var room = room(3, 2);
    var inside = submit(room, 0, 3);
    assertProblem(submit(room, "late"), ProblemType.OVERLOADED);
    while (inside.stream().anyMatch(outcome -> !outcome.isDone())) {
      var batch = sent.poll(200, TimeUnit.MILLISECONDS);
      if (batch != null) {
        batch.succeed();
      }
    }
    assertThat(room.depth()).isZero();
    assertThat(room.takePlace()).isNotNull();
  }

  @Test
  void aRoomThatIsBehindRefusesNewcomersUntilItHasCaughtUp() throws Exception {
    var room =
        room(
            new BatchLimits(
                100, 4, 1, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(200)));
    var first = submit(room, "first");
    var stalled = next();
    // Nobody is behind while only that one is under way.
    Thread.sleep(400);
    var second = submit(room, "second");
    Thread.sleep(400);
    assertProblem(submit(room, "third"), ProblemType.OVERLOADED);
    stalled.succeed();
    assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("first done");
    next().succeed();
    assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo("second done");
    var fourth = submit(room, "fourth");
    next().succeed();
    assertThat(fourth.get(5, TimeUnit.SECONDS)).isEqualTo("fourth done");
  }

  @Test
  void whoeverWouldWaitForTooLongIsRefusedAtOnce() throws Exception {
    var room =
        room(
            new BatchLimits(
                100, 2, 1, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(600)));
    var slow = submit(room, "slow");
    var sent = next();
    Thread.sleep(400);
    sent.succeed();
    assertThat(slow.get(5, TimeUnit.SECONDS)).isEqualTo("slow done");
    // Sent after the slow one is over in every respect.
    var quick = submit(room, "quick");
    next().succeed();
    assertThat(quick.get(5, TimeUnit.SECONDS)).isEqualTo("quick done");
    // A batch takes 350 ms and more: behind two of them a newcomer would wait for longer than 600.
    var waiting = submit(room, 0, 4);
    assertProblem(submit(room, "late"), ProblemType.OVERLOADED);
    for (var one : waiting) {
      succeedUntilDone(one);
      assertThat(one.get(5, TimeUnit.SECONDS)).endsWith("done");
    }
    // The pace is known to be better by now, and nobody stands in front.
    var another = submit(room, "another");
    next().succeed();
    assertThat(another.get(5, TimeUnit.SECONDS)).isEqualTo("another done");
  }

  /** Or the doorman would keep seats for claims that nobody makes any more. */
  @Test
  void whoeverIsRefusedForWaitingTooLongIsDroppedInLotsOfABatch() throws Exception {
    var room = room(100, 2, Duration.ofMillis(300), Duration.ofSeconds(20));
    submit(room, "stalled");
    var stalled = next();
    for (var late : submit(room, 0, 5)) {
      assertProblem(late, ProblemType.OVERLOADED);
    }
    assertThat(dropped).containsExactly("i0", "i1", "i2", "i3", "i4");
    assertThat(lots).allMatch(size -> size <= 2);
    stalled.succeed();
  }

  @Test
  void aStalledBatchIsToldToItsCallersAndStillEnds() throws Exception {
    var room = room(100, 1, Duration.ofMillis(300), Duration.ofMillis(300));
    var stalled = submit(room, "stalled");
    var batch = next();
    var behind = submit(room, "behind");
    assertProblem(stalled, ProblemType.OUTCOME_UNKNOWN);
    assertProblem(behind, ProblemType.OVERLOADED);
    assertThat(room.depth()).isEqualTo(1);
    batch.succeed();
    var after = submit(room, "after");
    next().succeed();
    assertThat(after.get(5, TimeUnit.SECONDS)).isEqualTo("after done");
  }
}
