package id.kursi.reservation;

import java.util.ArrayList;
import java.util.List;

/** What goes wrong in a run: of all the kinds each seed picks some, and how often they come. */
final class SimFaults {
  private final Steps steps;
  private final List<Runnable> kinds = new ArrayList<>();
  private final double rate;

  SimFaults(SimWorld world) {
    steps = world.steps;
    rate = 0.03 * steps.below(5);
    perhaps(world.postgres::loseLink);
    perhaps(world.postgres::timeOutOfLock);
    perhaps(world.postgres::stop);
    perhaps(world.redis::timeOut);
    perhaps(world.redis::cut);
    perhaps(world.redis::forget);
    perhaps(world.redis::failOver);
    perhaps(() -> world.redis.pause(steps.chance(0.5)));
    perhaps(world::restart);
  }

  private void perhaps(Runnable kind) {
    if (steps.chance(0.5)) {
      kinds.add(kind);
    }
  }

  /** Whether something went wrong. */
  boolean strike() {
    if (kinds.isEmpty() || !steps.chance(rate)) {
      return false;
    }
    steps.any(kinds).run();
    return true;
  }
}
