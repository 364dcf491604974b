package id.kursi.platform;

import id.kursi.platform.NaturalBatch.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The batches under way: each is sent until it has its outcomes or certainly took nothing, and then
 * settled before they are told. Belongs to one context.
 */
final class Dispatch<I, O> {
  /** A batch under way and how often it was sent. */
  private final class Batch {
    final List<BatchEntry<I, O>> entries;
    final Runnable then;
    final long since;
    int tries;
    int undone;
    boolean mayBeDone;
    boolean told;

    Batch(List<BatchEntry<I, O>> entries, Runnable then, long since) {
      this.entries = entries;
      this.then = then;
      this.since = since;
    }

    List<I> items() {
      return Dispatch.items(entries);
    }
  }

  private static final int MAX_UNDONE = 8;
  private static final long LONGEST_PAUSE_MS = 1_000;
  private static final Duration SETTLE_AGAIN = Duration.ofMillis(100);

  private final Context context;
  private final Function<List<I>, Uni<List<O>>> send;
  private final BiFunction<List<I>, List<O>, Uni<Void>> settle;
  private final Function<Throwable, Failure> judge;
  private final Consumer<List<I>> dropped;
  private final List<Batch> underWay = new ArrayList<>();
  private volatile int settling;

  Dispatch(
      Context context,
      Function<List<I>, Uni<List<O>>> send,
      BiFunction<List<I>, List<O>, Uni<Void>> settle,
      Function<Throwable, Failure> judge,
      Consumer<List<I>> dropped) {
    this.context = context;
    this.send = send;
    this.settle = settle;
    this.judge = judge;
    this.dropped = dropped;
  }

  /**
   * @param then run once the outcome of all of the entries is known, told or not
   */
  void begin(List<BatchEntry<I, O>> entries, Runnable then) {
    var batch = new Batch(entries, then, System.nanoTime());
    underWay.add(batch);
    attempt(batch);
  }

  /** Whoever waits longer than that hears that the outcome is unknown; the batch goes on. */
  void tellTheStalled(Duration answerWithin) {
    for (var batch : underWay) {
      if (!batch.told && System.nanoTime() - batch.since > answerWithin.toNanos()) {
        batch.told = true;
        batch.entries.forEach(entry -> entry.refuse(ProblemType.OUTCOME_UNKNOWN));
      }
    }
  }

  boolean isIdle() {
    return underWay.isEmpty();
  }

  /** Entries that are decided and not told yet: nobody's work. Of any thread. */
  int settling() {
    return settling;
  }

  private void attempt(Batch batch) {
    batch.tries++;
    try {
      send.apply(batch.items())
          .subscribe()
          .with(
              outcomes -> context.runOnContext(ignored -> deliver(batch, outcomes)),
              failure -> context.runOnContext(ignored -> failed(batch, failure)));
    } catch (RuntimeException thrown) {
      // What cannot even be sent must not take the lane and its places along.
      failed(batch, thrown);
    }
  }

  private void deliver(Batch batch, List<O> outcomes) {
    if (outcomes.size() != batch.entries.size()) {
      failed(batch, new IllegalStateException("Outcomes are missing"));
      return;
    }
    settling += batch.entries.size();
    Uni.createFrom()
        .deferred(() -> settle.apply(batch.items(), outcomes))
        // It does not fail; if it did, nobody could be told yet.
        .onFailure()
        .retry()
        .withBackOff(SETTLE_AGAIN)
        .indefinitely()
        .subscribe()
        .with(done -> context.runOnContext(ignored -> tell(batch, outcomes)));
    context.runOnContext(ignored -> batch.then.run());
  }

  private void tell(Batch batch, List<O> outcomes) {
    settling -= batch.entries.size();
    underWay.remove(batch);
    giveBackPlaces(batch.entries);
    for (int i = 0; i < batch.entries.size(); i++) {
      batch.entries.get(i).tell(outcomes.get(i));
    }
  }

  private void failed(Batch batch, Throwable cause) {
    var failure = judge.apply(cause);
    switch (failure) {
      case UNKNOWN -> {
        batch.mayBeDone = true;
        again(batch);
      }
      case UNDONE -> {
        if (++batch.undone > MAX_UNDONE) {
          giveUp(batch);
        } else {
          again(batch);
        }
      }
      case NOTHING_TAKEN -> giveUp(batch);
      case BAD_ITEM -> split(batch);
    }
  }

  /** Once a batch may have been done, nothing but its own answer settles it. */
  private void giveUp(Batch batch) {
    if (batch.mayBeDone) {
      again(batch);
    } else {
      refuse(batch.entries, ProblemType.UNAVAILABLE);
      underWay.remove(batch);
      batch.then.run();
    }
  }

  /** For entries that certainly took nothing. */
  void refuse(List<BatchEntry<I, O>> entries, ProblemType why) {
    dropped.accept(items(entries));
    giveBackPlaces(entries);
    entries.forEach(entry -> entry.refuse(why));
  }

  private void again(Batch batch) {
    var pause = Math.min(LONGEST_PAUSE_MS, 10L << Math.min(batch.tries, 7));
    context.owner().setTimer(pause, ignored -> context.runOnContext(now -> attempt(batch)));
  }

  /**
   * Both halves stay under way from now on, though the second is sent after the first: whoever
   * waits in it is told in time.
   */
  private void split(Batch batch) {
    int size = batch.entries.size();
    if (size == 1) {
      // The database looked at it and refused: whatever was unknown before, it is not there.
      batch.mayBeDone = false;
      giveUp(batch);
      return;
    }
    var second = half(batch, size / 2, size, batch.then);
    var first = half(batch, 0, size / 2, () -> attempt(second));
    underWay.remove(batch);
    underWay.addAll(List.of(first, second));
    attempt(first);
  }

  private Batch half(Batch batch, int from, int to, Runnable then) {
    var half = new Batch(batch.entries.subList(from, to), then, batch.since);
    half.mayBeDone = batch.mayBeDone;
    half.told = batch.told;
    return half;
  }

  /** Before the outcomes are told: whoever hears one may come again at once. */
  private void giveBackPlaces(List<BatchEntry<I, O>> entries) {
    entries.forEach(entry -> entry.giveBackPlace());
  }

  private static <I, O> List<I> items(List<BatchEntry<I, O>> entries) {
    return entries.stream().map(entry -> entry.item).toList();
  }
}
