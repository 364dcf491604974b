package id.kursi.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What is done when, by the seed alone: the same seed gives the same faults in the same order.
 * Every kind comes once before any comes again.
 */
final class Schedule {
  /**
   * @param instance the one that is hit, 0 or 1; of no meaning where both are
   * @param after from the beginning of its bout
   * @param lasts until it is healed
   * @param clock how far a wrong clock is ahead
   */
  record Fault(Kind kind, int instance, Duration after, Duration lasts, Duration clock) {}

  private static final int[] BOUT_SIZES = {1, 1, 3, 2};
  private static final int BOUTS_OF_A_ROUND = 3;
  private static final int MAX_AFTER_MS = 700;
  private static final int MIN_LASTS_MS = 300;

  /** Past the time after which a silent connection is given up (4 s), though not always. */
  private static final int MAX_LASTS_MS = 5_500;

  private static final Duration[] CLOCKS = {
    Duration.ofHours(-26), Duration.ofMinutes(-3), Duration.ofSeconds(20), Duration.ofHours(3)
  };

  private final SplittableRandom random;
  private final Set<Kind> kinds;
  private final Deque<Kind> deck = new ArrayDeque<>();

  Schedule(long seed, Set<Kind> kinds) {
    random = new SplittableRandom(seed);
    this.kinds = EnumSet.copyOf(kinds);
  }

  /** The bouts of the next round: the faults of one bout overlap. */
  List<List<Fault>> round() {
    var bouts = new ArrayList<List<Fault>>();
    for (int bout = 0; bout < BOUTS_OF_A_ROUND; bout++) {
      bouts.add(bout(BOUT_SIZES[random.nextInt(BOUT_SIZES.length)]));
    }
    return bouts;
  }

  private List<Fault> bout(int size) {
    var bout = new ArrayList<Fault>();
    var parts = EnumSet.noneOf(Kind.Part.class);
    while (bout.size() < size) {
      var kind = draw(parts);
      if (kind == null) {
        break;
      }
      parts.add(kind.part);
      bout.add(
          new Fault(
              kind,
              random.nextInt(2),
              Duration.ofMillis(bout.isEmpty() ? 0 : random.nextInt(MAX_AFTER_MS)),
              Duration.ofMillis(random.nextInt(MIN_LASTS_MS, MAX_LASTS_MS)),
              CLOCKS[random.nextInt(CLOCKS.length)]));
    }
    return bout;
  }

  /** The next kind of a part that is still whole; null where the deck has none left. */
  private Kind draw(Set<Kind.Part> broken) {
    if (deck.isEmpty()) {
      var all = new ArrayList<>(kinds);
      Collections.shuffle(all, random);
      deck.addAll(all);
    }
    for (var kind : deck) {
      if (!broken.contains(kind.part)) {
        deck.remove(kind);
        return kind;
      }
    }
    return null;
  }
}
