package id.kursi.faults;

import id.kursi.faults.Schedule.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long after a fault ended the service served again: until the first success through each
 * instance that the fault concerns. Taken by kind only of faults that came alone; of several at
 * once it is counted from the end of the last, and stands by itself.
 */
final class Recovery {
  private static final long NONE = Long.MIN_VALUE;

  private final List<AtomicLong> firstSuccess = List.of(new AtomicLong(NONE), new AtomicLong(NONE));
  private final Map<Kind, List<Duration>> alone = new EnumMap<>(Kind.class);
  private final Map<Kind, Integer> times = new EnumMap<>(Kind.class);
  private final List<Duration> together = new ArrayList<>();
  private volatile long ended = Long.MIN_VALUE;
  private int never;

  /**
   * A command was carried out by this instance.
   *
   * @param sentAt by System.nanoTime(); what was sent while the fault lasted shows nothing
   */
  void success(int instance, long sentAt) {
    if (firstSuccess.get(instance).get() == NONE) {
      firstSuccess(instance, sentAt);
    }
  }

  private synchronized void firstSuccess(int instance, long sentAt) {
    if (sentAt >= ended) {
      firstSuccess.get(instance).compareAndSet(NONE, System.nanoTime());
    }
  }

  /** A fault has ended: from now on what is sent counts, and what was sent before does not. */
  synchronized void ended(Kind kind) {
    times.merge(kind, 1, Integer::sum);
    ended = System.nanoTime();
    firstSuccess.forEach(first -> first.set(NONE));
  }

  /** Waits until all instances that the bout concerned have served again. */
  void await(List<Fault> bout, Duration atMost) throws InterruptedException {
    long giveUp = System.nanoTime() + atMost.toNanos();
    long last = ended;
    for (int instance = 0; instance < firstSuccess.size(); instance++) {
      if (!concerns(bout, instance)) {
        continue;
      }
      while (firstSuccess.get(instance).get() == NONE) {
        if (System.nanoTime() > giveUp) {
          never++;
          return;
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
      last = Math.max(last, firstSuccess.get(instance).get());
    }
    var took = Duration.ofNanos(last - ended);
    if (bout.size() == 1) {
      alone.computeIfAbsent(bout.getFirst().kind(), kind -> new ArrayList<>()).add(took);
    } else {
      together.add(took);
    }
  }

  private static boolean concerns(List<Fault> bout, int instance) {
    return bout.stream()
        .anyMatch(fault -> !fault.kind().part.isOfOneInstance() || fault.instance() == instance);
  }

  int times(Kind kind) {
    return times.getOrDefault(kind, 0);
  }

  List<Duration> alone(Kind kind) {
    return alone.getOrDefault(kind, List.of());
  }

  List<Duration> together() {
    return together;
  }

  int never() {
    return never;
  }
}
