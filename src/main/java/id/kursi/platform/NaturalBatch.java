package id.kursi.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

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

    /** What leads up to a submission; if it throws, nobody else would give the place back. */
    public <T> T orGiveBack(Supplier<T> next) {
      try {
        return next.get();
      } catch (RuntimeException | Error broken) {
        giveBack();
        throw broken;
      }
    }
  }

  private static final long LOOK_AROUND_MS = 100;

  /** Batches. */
  private static final int SMOOTHED_OVER = 8;

  private final Context context;
  private final BatchLimits limits;
  private final Dispatch<I, O> dispatch;
  private final WaitingLine<I, O> waiting;
  private final AtomicInteger taken = new AtomicInteger();
  private final Queue<BatchEntry<I, O>> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean called = new AtomicBoolean();
  private volatile long oldestWaitsNanos;

  /** How long a batch takes of late, all batches under way together. */
  private volatile long batchNanos;

  private int sending;
  private boolean lookingAround;
  private volatile boolean closed;

  /** Of items whose outcomes may be heard at once. */
  public NaturalBatch(
      Context context,
      BatchLimits limits,
      Function<I, Collection<?>> keys,
      Function<List<I>, Uni<List<O>>> send,
      Function<Throwable, Failure> judge,
      Consumer<List<I>> dropped) {
    this(
        context,
        limits,
        keys,
        send,
        (items, outcomes) -> Uni.createFrom().voidItem(),
        judge,
        dropped);
  }

  /**
   * @param keys what an item must share with no other of its batch
   * @param send one outcome for each item, in their order
   * @param settle what must be done before outcomes are heard, and cannot fail; the next batch does
   *     not wait for it
   * @param dropped told of items that were given up and certainly took nothing
   */
  public NaturalBatch(
      Context context,
      BatchLimits limits,
      Function<I, Collection<?>> keys,
      Function<List<I>, Uni<List<O>>> send,
      BiFunction<List<I>, List<O>, Uni<Void>> settle,
      Function<Throwable, Failure> judge,
      Consumer<List<I>> dropped) {
    this.context = context;
    this.limits = limits;
    waiting = new WaitingLine<>(keys);
    dispatch = new Dispatch<>(context, send, settle, judge, dropped);
  }

  /** A place, or null when the room is full, behind or closed. */
  public Place takePlace() {
    return takePlace(() -> {});
  }

  /**
   * @param left called once when the place is given back
   */
  public Place takePlace(Runnable left) {
    if (closed || isBehind()) {
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
    var entry = new BatchEntry<>(item, place);
    arrivals.add(entry);
    callGather();
    return entry.outcome();
  }

  /** Takes a place and submits, or fails as overloaded. */
  public Uni<O> submit(I item) {
    var place = takePlace();
    return place == null
        ? Uni.createFrom().failure(new ProblemException(ProblemType.OVERLOADED))
        : submit(place, item);
  }

  /** By the batches that stand before a newcomer, or, where none ends any more, by the oldest. */
  private boolean isBehind() {
    long bound = limits.backlog().toNanos();
    return oldestWaitsNanos > bound || depth() / limits.size() * batchNanos > bound;
  }

  /** How long a batch takes of late; nothing before the first. */
  public Duration batchTakes() {
    return Duration.ofNanos(batchNanos);
  }

  /** Items in the room that are not decided yet. */
  public int depth() {
    return taken.get() - dispatch.settling();
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
    for (BatchEntry<I, O> entry; (entry = arrivals.poll()) != null; ) {
      waiting.add(entry);
    }
    while (sending < limits.underWay() && !waiting.isEmpty()) {
      sending++;
      long began = System.nanoTime();
      dispatch.begin(waiting.next(limits.size()), () -> finished(began));
    }
    oldestWaitsNanos = waiting.oldestWaitsNanos();
    lookAround();
  }

  private void finished(long began) {
    long took = (System.nanoTime() - began) / limits.underWay();
    batchNanos = batchNanos == 0 ? took : batchNanos + (took - batchNanos) / SMOOTHED_OVER;
    sending--;
    gather();
  }

  /**
   * In lots of a batch: whoever is told of those that were dropped has to bear no more at once than
   * otherwise.
   */
  private void refuseTheLate() {
    var late = waiting.late(limits.waitAtMost(), limits.size());
    while (!late.isEmpty()) {
      dispatch.refuse(late, ProblemType.OVERLOADED);
      late = waiting.late(limits.waitAtMost(), limits.size());
    }
  }

  /**
   * One timer for the whole room, only while something is under way: tells those who waited too
   * long.
   */
  private void lookAround() {
    if (lookingAround || dispatch.isIdle()) {
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
                      dispatch.tellTheStalled(limits.answerWithin());
                      refuseTheLate();
                      oldestWaitsNanos = waiting.oldestWaitsNanos();
                      lookAround();
                    }));
  }
}
