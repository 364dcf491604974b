package id.kursi.reservation;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * The seeded scheduler: everything that could happen next stands in some lane, and the seed picks
 * which lane goes on. A lane keeps its order, as a connection or an event loop does; between lanes
 * anything is possible. Some lanes are slow: were each picked as often as any other, what was sent
 * first would nearly always arrive before its consequences could. One seed is one run, step by step
 * the same each time.
 */
final class Steps {
  /** Things that happen one after another. */
  final class Lane {
    private final String name;
    private final Deque<Step> queue = new ArrayDeque<>();
    private final boolean slow;
    private boolean held;
    private int readyAt = -1;

    private Lane(String name, boolean slow) {
      this.name = name;
      this.slow = slow;
    }

    void add(String what, Runnable action) {
      queue.addLast(new Step(what, action));
      update();
    }

    int size() {
      return queue.size();
    }

    /** What is still to come in this lane never happens. */
    void clear() {
      queue.clear();
      update();
    }

    /** Only the first so many of what is still to come happen. */
    void keep(int first) {
      while (queue.size() > first) {
        queue.removeLast();
      }
      update();
    }

    /** A held lane goes on when it is let go. */
    void hold(boolean hold) {
      held = hold;
      update();
    }

    private void update() {
      boolean isReady = !held && !queue.isEmpty();
      if (isReady && readyAt < 0) {
        readyAt = ready.size();
        ready.add(this);
      } else if (!isReady && readyAt >= 0) {
        var last = ready.removeLast();
        if (last != this) {
          ready.set(readyAt, last);
          last.readyAt = readyAt;
        }
        readyAt = -1;
      }
    }
  }

  private record Step(String what, Runnable action) {}

  /** How often another lane is tried before a slow one goes on. */
  private static final int PATIENCE = 2;

  /** More than any call takes. */
  private static final int CALL_STEPS = 100;

  private final Random random;
  private final double slowShare;
  private final List<Lane> ready = new ArrayList<>();
  private final List<String> trace;
  private int taken;
  private AssertionError broken;

  Steps(long seed, boolean traced) {
    random = new Random(seed);
    slowShare = 0.15 * random.nextInt(3);
    trace = traced ? new ArrayList<>() : null;
  }

  Lane lane(String name) {
    return new Lane(name, chance(slowShare));
  }

  /** A lane that comes late. */
  Lane slowLane(String name) {
    return new Lane(name, true);
  }

  /** Happens at some time, before or after anything else. */
  Lane later(String name, String what, Runnable action) {
    var lane = lane(name);
    lane.add(what, action);
    return lane;
  }

  boolean isIdle() {
    return ready.isEmpty();
  }

  /** Takes one of the steps that could be next. */
  void take() {
    var lane = pick();
    var step = lane.queue.removeFirst();
    lane.update();
    taken++;
    if (trace != null) {
      trace.add(lane.name + ": " + step.what);
    }
    step.action.run();
    rethrow();
  }

  private Lane pick() {
    var lane = any(ready);
    for (int i = 0; lane.slow && i < PATIENCE; i++) {
      lane = any(ready);
    }
    return lane;
  }

  /** For a check that fails inside a chain, which would swallow it: the run ends with this step. */
  void check(Runnable check) {
    try {
      check.run();
    } catch (AssertionError failed) {
      broken = broken == null ? failed : broken;
    }
  }

  void rethrow() {
    if (broken != null) {
      throw broken;
    }
  }

  /** Goes on until nothing can happen any more. */
  void drain(int atMost) {
    for (int i = 0; !isIdle(); i++) {
      if (i == atMost) {
        throw new AssertionError("no end after " + atMost + " steps");
      }
      take();
    }
  }

  /** What comes of it once nothing can happen any more: for one call, which takes few steps. */
  <T> T await(Uni<T> answer) {
    var answered = answer.subscribeAsCompletionStage();
    drain(CALL_STEPS);
    return answered.join();
  }

  /** Adds to the trace, where there is one: arguments are read at once. */
  void note(String format, Object... arguments) {
    if (trace != null) {
      trace.add("    " + format.formatted(arguments));
    }
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  <T> T any(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  int taken() {
    return taken;
  }

  String trace() {
    return trace == null ? "" : String.join("\n", trace);
  }
}
