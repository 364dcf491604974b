package id.kursi.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.kursi.platform.NaturalBatch.Failure;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Rooms whose batches wait for what the test lets happen to them. */
abstract class TestRoom {
  /** A batch that was sent and waits for what the test lets happen to it. */
  record Sent(List<String> items, CompletableFuture<List<String>> answer) {
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

  final Vertx vertx = Vertx.vertx();
  final List<String> dropped = Collections.synchronizedList(new ArrayList<>());

  /** How many were dropped at once, each time. */
  final List<Integer> lots = Collections.synchronizedList(new ArrayList<>());

  final LinkedBlockingQueue<Sent> sent = new LinkedBlockingQueue<>();

  /** What follows a chain from thread to thread is Quarkus' affair, which is not here. */
  @BeforeAll
  static void withoutContexts() {
    Infrastructure.clearInterceptors();
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  NaturalBatch<String, String> room(int places, int size) {
    return room(places, size, Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  NaturalBatch<String, String> room(
      int places, int size, Duration waitAtMost, Duration answerWithin) {
    return room(new BatchLimits(places, size, 1, waitAtMost, answerWithin, waitAtMost));
  }

  NaturalBatch<String, String> room(BatchLimits limits) {
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
        items -> {
          dropped.addAll(items);
          lots.add(items.size());
        });
  }

  Sent next() throws InterruptedException {
    var batch = sent.poll(5, TimeUnit.SECONDS);
    assertThat(batch).as("a batch within five seconds").isNotNull();
    return batch;
  }

  /** However many batches it takes; five seconds at most. */
  void succeedUntilDone(CompletableFuture<String> outcome) throws InterruptedException {
    for (int i = 0; i < 100 && !outcome.isDone(); i++) {
      var batch = sent.poll(50, TimeUnit.MILLISECONDS);
      if (batch != null) {
        batch.succeed();
      }
    }
  }

  static CompletableFuture<String> submit(NaturalBatch<String, String> room, String item) {
    return room.submit(item).subscribeAsCompletionStage();
  }

  static List<CompletableFuture<String>> submit(
      NaturalBatch<String, String> room, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> submit(room, "i" + i)).toList();
  }

  static void assertProblem(CompletableFuture<String> outcome, ProblemType type) {
    assertThatThrownBy(() -> outcome.get(5, TimeUnit.SECONDS))
        .rootCause()
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.problem().type()).isEqualTo(type.uri()));
  }
}
