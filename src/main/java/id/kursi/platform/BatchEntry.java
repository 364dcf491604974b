package id.kursi.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;

/** An item in the batching room, its place, and the outcome that its caller waits for. */
final class BatchEntry<I, O> {
  final I item;
  private final CompletableFuture<O> outcome = new CompletableFuture<>();
  private final Context caller = Vertx.currentContext();
  private final NaturalBatch<I, O>.Place place;
  private final long since = System.nanoTime();

  BatchEntry(I item, NaturalBatch<I, O>.Place place) {
    this.item = item;
    this.place = place;
  }

  long waitsNanos() {
    return System.nanoTime() - since;
  }

  void giveBackPlace() {
    place.giveBack();
  }

  /**
   * What the caller waits for, told on the caller's own event loop: the work goes on where it
   * began.
   */
  Uni<O> outcome() {
    return Uni.createFrom().completionStage(() -> outcome.copy());
  }

  /** Without effect on a caller who has been told already, as below. */
  void tell(O told) {
    onCaller(() -> outcome.complete(told));
  }

  void refuse(ProblemType type) {
    onCaller(() -> outcome.completeExceptionally(new ProblemException(type)));
  }

  private void onCaller(Runnable telling) {
    if (caller == null) {
      telling.run();
    } else {
      caller.runOnContext(ignored -> telling.run());
    }
  }
}
