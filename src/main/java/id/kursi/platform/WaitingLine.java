package id.kursi.platform;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/** Those who wait to be sent, in the order in which they came. Belongs to one context. */
final class WaitingLine<I, O> {
  /** How far past the batch size the waiting are searched for items that fit together. */
  private static final int SEARCH = 2;

  private final Function<I, Collection<?>> keys;
  private final Deque<BatchEntry<I, O>> entries = new ArrayDeque<>();

  WaitingLine(Function<I, Collection<?>> keys) {
    this.keys = keys;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void add(BatchEntry<I, O> entry) {
    entries.addLast(entry);
  }

  /**
   * The first items that share no key; whoever clashes waits for the next batch, before all later
   * comers of the same key.
   */
  List<BatchEntry<I, O>> next(int size) {
    var batch = new ArrayList<BatchEntry<I, O>>(Math.min(size, entries.size()));
    var clashing = new ArrayList<BatchEntry<I, O>>();
    var seen = new HashSet<Object>();
    for (int searched = 0;
        searched < size * SEARCH && batch.size() < size && !entries.isEmpty();
        searched++) {
      var entry = entries.removeFirst();
      var own = keys.apply(entry.item);
      var fits = Collections.disjoint(seen, own);
      seen.addAll(own);
      (fits ? batch : clashing).add(entry);
    }
    for (int i = clashing.size() - 1; i >= 0; i--) {
      entries.addFirst(clashing.get(i));
    }
    return batch;
  }

  /** 0 where nobody waits. */
  long oldestWaitsNanos() {
    return entries.isEmpty() ? 0 : entries.getFirst().waitsNanos();
  }

  /** Takes out those who waited longer than that, the oldest first and so many at most. */
  List<BatchEntry<I, O>> late(Duration waitAtMost, int most) {
    var late = new ArrayList<BatchEntry<I, O>>();
    while (late.size() < most && !entries.isEmpty() && oldestWaitsNanos() > waitAtMost.toNanos()) {
      late.add(entries.removeFirst());
    }
    return late;
  }
}
