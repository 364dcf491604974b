package id.kursi.platform;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.platform.NaturalBatch.Failure;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What follows when a batch fails, by what its failure means. */
class FailedBatchTest extends TestRoom {
  @Test
  void oneBadItemCostsOnlyItself() throws Exception {
    var room = room(100, 8);
    submit(room, "first");
    var batch = next();
    var outcomes = submit(room, 0, 8);
    batch.succeed();
    var tries = Collections.synchronizedList(new ArrayList<Integer>());
    while (outcomes.stream().anyMatch(outcome -> !outcome.isDone())) {
      var following = sent.poll(200, TimeUnit.MILLISECONDS);
      if (following == null) {
        continue;
      }
      tries.add(following.items().size());
      if (following.items().contains("i5")) {
        following.fail(Failure.BAD_ITEM);
      } else {
        following.succeed();
      }
    }
    assertProblem(outcomes.get(5), ProblemType.UNAVAILABLE);
    for (int i : new int[] {0, 1, 2, 3, 4, 6, 7}) {
      assertThat(outcomes.get(i).get(5, TimeUnit.SECONDS)).isEqualTo("i" + i + " done");
    }
    assertThat(tries).containsExactly(8, 4, 4, 2, 1, 1, 2);
    assertThat(room.depth()).isZero();
  }

  @Test
  void anUnknownOutcomeIsSettledByTheIdenticalBatch() throws Exception {
    var room = room(100, 4);
    var outcome = submit(room, "one");
    var first = next();
    first.fail(Failure.UNKNOWN);
    var again = next();
    assertThat(again.items()).isEqualTo(first.items());
    // Once it may have been done, even a refusal to connect does not end it: only its own answer
    // does.
    again.fail(Failure.NOTHING_TAKEN);
    var third = next();
    assertThat(third.items()).isEqualTo(first.items());
    assertThat(outcome).isNotDone();
    third.succeed();
    assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo("one done");
  }

  @Test
  void whatWasNeverSentIsRefusedAsUnavailable() throws Exception {
    var room = room(100, 4);
    var outcome = submit(room, "one");
    next().fail(Failure.NOTHING_TAKEN);
    assertProblem(outcome, ProblemType.UNAVAILABLE);
    assertThat(room.depth()).isZero();
  }

  @Test
  void anUndoneBatchIsTriedAgainWithinABound() throws Exception {
    var room = room(100, 4);
    var outcome = submit(room, "one");
    int tries = 0;
    while (!outcome.isDone()) {
      var batch = sent.poll(2, TimeUnit.SECONDS);
      if (batch != null) {
        tries++;
        batch.fail(Failure.UNDONE);
      }
    }
    assertThat(tries).isEqualTo(9);
    assertProblem(outcome, ProblemType.UNAVAILABLE);
  }

  @Test
  void whatWaitsInTheSecondHalfOfASplitBatchIsToldInTimeToo() throws Exception {
    var room = room(100, 2, Duration.ofMillis(300), Duration.ofMillis(300));
    submit(room, "first");
    var batch = next();
    var outcomes = submit(room, 0, 2);
    batch.succeed();
    next().fail(Failure.BAD_ITEM);
    next().fail(Failure.UNKNOWN);
    assertProblem(outcomes.get(0), ProblemType.OUTCOME_UNKNOWN);
    assertProblem(outcomes.get(1), ProblemType.OUTCOME_UNKNOWN);
    while (room.depth() > 0) {
      var following = sent.poll(100, TimeUnit.MILLISECONDS);
      if (following != null) {
        following.succeed();
      }
    }
  }

  @Test
  void onlyWhatCertainlyTookNothingIsDropped() throws Exception {
    var room = room(100, 4);
    submit(room, "one");
    next().fail(Failure.NOTHING_TAKEN);
    submit(room, "two");
    next().fail(Failure.UNKNOWN);
    next().fail(Failure.NOTHING_TAKEN);
    next().succeed();
    submit(room, "three");
    next().fail(Failure.BAD_ITEM);
    while (room.depth() > 0) {
      Thread.onSpinWait();
    }
    assertThat(dropped).containsExactly("one", "three");
  }

  @Test
  void aSenderThatThrowsLosesNoLane() throws Exception {
    var tries = new AtomicInteger();
    var room =
        new NaturalBatch<String, String>(
            vertx.getOrCreateContext(),
            new BatchLimits(
                10, 1, 1, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20)),
            item -> List.of(),
            items -> {
              if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("thrown, not failed");
              }
              return Uni.createFrom().item(items);
            },
            failure -> Failure.NOTHING_TAKEN,
            dropped::addAll);
    assertProblem(submit(room, "one"), ProblemType.UNAVAILABLE);
    assertThat(submit(room, "two").get(5, TimeUnit.SECONDS)).isEqualTo("two");
  }
}
