package id.kursi.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.kursi.platform.NaturalBatch.Failure;
import id.kursi.platform.NaturalBatch.Limits;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NaturalBatchTest {
  /** A batch that was sent and waits for what the test lets happen to it. */
  private record Sent(List<String> items, CompletableFuture<List<String>> answer) {
    void succeed() {
      answer.complete(items.stream().map(item -> item + " done").toList());
    }

    void fail(Failure failure) {
      answer.completeExceptionally(new Judged(failure));
    }
  }

  private static final class Judged extends RuntimeException {
    final Failure failure;

    Judged(Failure failure) {
      this.failure = failure;
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final List<String> dropped = Collections.synchronizedList(new ArrayList<>());
  private final LinkedBlockingQueue<Sent> sent = new LinkedBlockingQueue<>();

  /** What follows a chain from thread to thread is Quarkus' affair, which is not here. */
  @BeforeAll
  static void withoutContexts() {
    Infrastructure.clearInterceptors();
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private NaturalBatch<String, String> room(int places, int size) {
    return room(places, size, Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  private NaturalBatch<String, String> room(
      int places, int size, Duration waitAtMost, Duration answerWithin) {
    return room(new Limits(places, size, 1, waitAtMost, answerWithin, waitAtMost));
  }

  private NaturalBatch<String, String> room(Limits limits) {
    return new NaturalBatch<>(
        vertx.getOrCreateContext(),
        limits,
        item -> List.of(item.split(" ")[0]),
        items -> {
          var batch = new Sent(items, new CompletableFuture<>());
          sent.add(batch);
          return Uni.createFrom().completionStage(batch.answer());
        },
        failure ->
            (failure instanceof CompletionException wrapped
                    ? (Judged) wrapped.getCause()
                    : (Judged) failure)
                .failure,
        dropped::addAll);
  }

  private Sent next() throws InterruptedException {
    var batch = sent.poll(5, TimeUnit.SECONDS);
    assertThat(batch).as("a batch within five seconds").isNotNull();
    return batch;
  }

  /** However many batches it takes; five seconds at most. */
  private void succeedUntilDone(CompletableFuture<String> outcome) throws InterruptedException {
    for (int i = 0; i < 100 && !outcome.isDone(); i++) {
      var batch = sent.poll(50, TimeUnit.MILLISECONDS);
      if (batch != null) {
        batch.succeed();
      }
    }
  }

  private static CompletableFuture<String> submit(NaturalBatch<String, String> room, String item) {
    return room.submit(item).subscribeAsCompletionStage();
  }

  private static List<CompletableFuture<String>> submit(
      NaturalBatch<String, String> room, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> submit(room, "i" + i)).toList();
  }

  private static void assertProblem(CompletableFuture<String> outcome, ProblemType type) {
    assertThatThrownBy(() -> outcome.get(5, TimeUnit.SECONDS))
        .rootCause()
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.problem().type()).isEqualTo(type.uri()));
  }

  @Test
  void aRoomThatIsBehindRefusesNewcomersUntilItHasCaughtUp() throws Exception {
    var room =
        room(
            new Limits(
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
            new Limits(
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

  @Test
  void aLoneItemWaitsForNobody() throws Exception {
    var outcome = submit(room(10, 4), "one");
    next().succeed();
    assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo("one done");
  }

  @Test
  void whatComesMeanwhileGoesInBatchesOfTheSize() throws Exception {
    var room = room(100, 4);
    var first = submit(room, "first");
    var batch = next();
    var others = submit(room, 0, 10);
    batch.succeed();
    var sizes = new ArrayList<Integer>();
    for (int i = 0; i < 3; i++) {
      var following = next();
      sizes.add(following.items().size());
      following.succeed();
    }
    assertThat(sizes).containsExactly(4, 4, 2);
    assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("first done");
    for (int i = 0; i < others.size(); i++) {
      assertThat(others.get(i).get(5, TimeUnit.SECONDS)).isEqualTo("i" + i + " done");
    }
  }

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
  void itemsOfOneKeyNeverShareABatchAndKeepTheirOrder() throws Exception {
    var room = room(100, 10);
    submit(room, "first");
    var batch = next();
    submit(room, "a 1");
    submit(room, "a 2");
    submit(room, "b 1");
    submit(room, "a 3");
    batch.succeed();
    var batches = new ArrayList<List<String>>();
    for (int i = 0; i < 3; i++) {
      var following = next();
      batches.add(following.items());
      following.succeed();
    }
    assertThat(batches).containsExactly(List.of("a 1", "b 1"), List.of("a 2"), List.of("a 3"));
  }

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

  @Test
  void aClosedRoomLetsNobodyInAndFinishesWhatIsInHand() throws Exception {
    var room = room(100, 4);
    var outcome = submit(room, "one");
    var batch = next();
    assertThat(room.close()).isFalse();
    assertProblem(submit(room, "late"), ProblemType.OVERLOADED);
    batch.succeed();
    assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo("one done");
    assertThat(room.close()).isTrue();
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
            new Limits(
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
