package id.kursi.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The batching room: while some batches are under way the next one gathers, so a lone item waits
 * for nobody and a burst becomes a few large batches. The room is bounded: whoever wants in takes a
 * place first, and is told at once when there is none.
 *
 * <p>All state but the places belongs to one Vert.x context; everything below {@link #gather()}
 * runs there.
 *
 * @param <I> what goes in
 * @param <O> its outcome
 */
public final class NaturalBatch<I, O> {
  /**
   * @param places items in the room at most, those under way among them
   * @param size items of a batch at most
   * @param underWay batches under way at most
   * @param waitAtMost how long an item may wait to be sent; then it is refused as overloaded, with
   *     nothing taken
   * @param answerWithin how long a batch may take before its callers are told that the outcome is
   *     unknown
   */
  public record Limits(
      int places, int size, int underWay, Duration waitAtMost, Duration answerWithin) {
    public Limits {
      if (places < 1 || size < 1 || underWay < 1) {
        throw new IllegalArgumentException(
            "A batching room needs at least one of each: "
                + places
                + ", "
                + size
                + ", "
                + underWay);
      }
    }
  }

  /** What a failed batch means for its items. */
  public enum Failure {
    /** Never sent, or refused whole: nothing was taken. */
    NOTHING_TAKEN,
    /** Undone by the other side (a deadlock, say): the same batch may simply be sent again. */
    UNDONE,
    /** Perhaps done, perhaps not: only sending the same batch again can tell. */
    UNKNOWN,
    /** One item cannot be accepted and took its neighbours along: split. */
    BAD_ITEM
  }

  /** A place in the room, given back once. */
  public final class Place {
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Runnable left;

    private Place(Runnable left) {
      this.left = left;
    }

    public void giveBack() {
      if (open.compareAndSet(true, false)) {
        taken.decrementAndGet();
        left.run();
      }
    }
  }

  private final class Entry {
    final I item;
    final Place place;
    final long since = System.nanoTime();
    final CompletableFuture<O> outcome = new CompletableFuture<>();

    Entry(I item, Place place) {
      this.item = item;
      this.place = place;
    }

    void refuse(ProblemType type) {
      outcome.completeExceptionally(new ProblemException(type));
    }
  }

  /** A batch under way and how often it was sent. */
  private final class Batch {
    final List<Entry> entries;
    final Runnable then;
    int tries;
    int undone;
    boolean mayBeDone;
    boolean told;
    final long since;

    Batch(List<Entry> entries, Runnable then, long since) {
      this.entries = entries;
      this.then = then;
      this.since = since;
    }
  }

  private static final int MAX_UNDONE = 8;
  private static final long LONGEST_PAUSE_MS = 1_000;
  private static final long LOOK_AROUND_MS = 100;

  /** How far past the batch size the waiting are searched for items that fit together. */
  private static final int SEARCH = 2;

  private final Context context;
  private final Limits limits;
  private final Function<I, Collection<?>> keys;
  private final Function<List<I>, Uni<List<O>>> send;
  private final Function<Throwable, Failure> judge;
  private final Consumer<List<I>> dropped;

  private final AtomicInteger taken = new AtomicInteger();
  private final Queue<Entry> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean called = new AtomicBoolean();
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private final List<Batch> underWay = new ArrayList<>();
  private int sending;
  private boolean lookingAround;
  private volatile boolean closed;

  /**
   * @param keys what an item must share with no other of its batch
   * @param send one outcome for each item, in their order
   * @param dropped told of items that were given up and certainly took nothing
   */
  public NaturalBatch(
      Context context,
      Limits limits,
      Function<I, Collection<?>> keys,
      Function<List<I>, Uni<List<O>>> send,
      Function<Throwable, Failure> judge,
      Consumer<List<I>> dropped) {
    this.context = context;
    this.limits = limits;
    this.keys = keys;
    this.send = send;
    this.judge = judge;
    this.dropped = dropped;
  }

  /** A place, or null when the room is full or closed. */
  public Place takePlace() {
    return takePlace(() -> {});
  }

  /**
   * @param left called once when the place is given back
   */
  public Place takePlace(Runnable left) {
    if (closed) {
      return null;
    }
    if (taken.incrementAndGet() > limits.places()) {
      taken.decrementAndGet();
      return null;
    }
    return new Place(left);
  }

  /**
   * The item is sent whether or not anybody still listens; its place is given back with the
   * outcome.
   */
  public Uni<O> submit(Place place, I item) {
    var entry = new Entry(item, place);
    arrivals.add(entry);
    callGather();
    return Uni.createFrom().completionStage(() -> entry.outcome.copy());
  }

  /** Takes a place and submits, or fails as overloaded. */
  public Uni<O> submit(I item) {
    var place = takePlace();
    return place == null
        ? Uni.createFrom().failure(new ProblemException(ProblemType.OVERLOADED))
        : submit(place, item);
  }

  /** Items in the room. */
  public int depth() {
    return taken.get();
  }

  /** Lets nobody in any more; true once the room is empty. */
  public boolean close() {
    closed = true;
    return taken.get() == 0;
  }

  private void callGather() {
    if (called.compareAndSet(false, true)) {
      context.runOnContext(ignored -> gather());
    }
  }

  private void gather() {
    called.set(false);
    for (Entry entry; (entry = arrivals.poll()) != null; ) {
      waiting.addLast(entry);
    }
    while (sending < limits.underWay() && !waiting.isEmpty()) {
      sending++;
      begin(nextBatch(), this::finished);
    }
    lookAround();
  }

  private void finished() {
    sending--;
    gather();
  }

  /**
   * The first items that share no key; whoever clashes waits for the next batch, before all later
   * comers of the same key.
   */
  private List<Entry> nextBatch() {
    var batch = new ArrayList<Entry>(Math.min(limits.size(), waiting.size()));
    var clashing = new ArrayList<Entry>();
    var seen = new HashSet<Object>();
    for (int searched = 0;
        searched < limits.size() * SEARCH && batch.size() < limits.size() && !waiting.isEmpty();
        searched++) {
      var entry = waiting.removeFirst();
      var own = keys.apply(entry.item);
      var fits = Collections.disjoint(seen, own);
      seen.addAll(own);
      (fits ? batch : clashing).add(entry);
    }
    for (int i = clashing.size() - 1; i >= 0; i--) {
      waiting.addFirst(clashing.get(i));
    }
    return batch;
  }

  private void begin(List<Entry> entries, Runnable then) {
    var batch = new Batch(entries, then, System.nanoTime());
    underWay.add(batch);
    attempt(batch);
  }

  private void attempt(Batch batch) {
    batch.tries++;
    try {
      send.apply(batch.entries.stream().map(entry -> entry.item).toList())
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
    giveBackPlaces(batch);
    for (int i = 0; i < batch.entries.size(); i++) {
      batch.entries.get(i).outcome.complete(outcomes.get(i));
    }
    end(batch);
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
      giveBackPlaces(batch);
      batch.entries.forEach(entry -> entry.refuse(ProblemType.UNAVAILABLE));
      dropped.accept(batch.entries.stream().map(entry -> entry.item).toList());
      end(batch);
    }
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

  private void end(Batch batch) {
    underWay.remove(batch);
    batch.then.run();
  }

  /** Before the outcomes are told: whoever hears one may come again at once. */
  private void giveBackPlaces(Batch batch) {
    batch.entries.forEach(entry -> entry.place.giveBack());
  }

  /**
   * One timer for the whole room, only while something is under way: tells those who waited too
   * long.
   */
  private void lookAround() {
    if (lookingAround || sending == 0) {
      return;
    }
    lookingAround = true;
    context
        .owner()
        .setTimer(
            LOOK_AROUND_MS,
            ignored ->
                context.runOnContext(
                    now -> {
                      lookingAround = false;
                      tellTheStalled();
                      refuseTheLate();
                      lookAround();
                    }));
  }

  private void tellTheStalled() {
    for (var batch : underWay) {
      if (!batch.told && older(batch.since, limits.answerWithin())) {
        batch.told = true;
        batch.entries.forEach(entry -> entry.refuse(ProblemType.OUTCOME_UNKNOWN));
      }
    }
  }

  private void refuseTheLate() {
    while (!waiting.isEmpty() && older(waiting.getFirst().since, limits.waitAtMost())) {
      var entry = waiting.removeFirst();
      entry.place.giveBack();
      entry.refuse(ProblemType.OVERLOADED);
    }
  }

  private static boolean older(long since, Duration bound) {
    return System.nanoTime() - since > bound.toNanos();
  }
}
