package id.kursi.platform;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An item in the batching room, its place, and the outcome that its caller waits for. */
final class BatchEntry<I, O> {
  final I item;
  final CompletableFuture<O> outcome = new CompletableFuture<>();
  private final NaturalBatch<I, O>.Place place;
  private final long since = System.nanoTime();

  BatchEntry(I item, NaturalBatch<I, O>.Place place) {
    this.item = item;
    this.place = place;
  }

  boolean isOlderThan(Duration bound) {
    return System.nanoTime() - since > bound.toNanos();
  }

  void giveBackPlace() {
    place.giveBack();
  }

  /** Without effect on a caller who has been told already. */
  void refuse(ProblemType type) {
    outcome.completeExceptionally(new ProblemException(type));
  }
}
