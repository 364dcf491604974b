package id.kursi.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What is done when, by the seed alone: the same seed gives the same faults in the same order. Of
 * the faults that come alone every kind comes once before any comes again, and so of the others.
 */
final class Schedule {
  /**
   * @param instance the one that is hit, 0 or 1; of no meaning where both are
   * @param after from the beginning of its bout
   * @param lasts until it is healed
   * @param clock how far a wrong clock is ahead
   */
  record Fault(Kind kind, int instance, Duration after, Duration lasts, Duration clock) {}

  private static final List<Integer> BOUT_SIZES = List.of(1, 1, 3, 2);
  private static final int BOUTS_OF_A_ROUND = 3;
  private static final int MAX_AFTER_MS = 700;
  private static final int MIN_LASTS_MS = 300;

  /** Past the time after which a silent connection is given up (4 s), though not always. */
  private static final int MAX_LASTS_MS = 5_500;

  private static final Duration[] CLOCKS = {
    Duration.ofHours(-26), Duration.ofMinutes(-3), Duration.ofSeconds(20), Duration.ofHours(3)
  };

  private final SplittableRandom random;
  private final Deck<Integer> sizes;
  private final Deck<Kind> alone;
  private final Deck<Kind> together;
  private final long parts;

  Schedule(long seed, Set<Kind> kinds) {
    random = new SplittableRandom(seed);
    sizes = new Deck<>(BOUT_SIZES, random);
    alone = new Deck<>(kinds, random);
    together = new Deck<>(kinds, random);
    parts = kinds.stream().map(kind -> kind.part).distinct().count();
  }

  /** The bouts of the next round: the faults of one bout overlap. */
  List<List<Fault>> round() {
    var bouts = new ArrayList<List<Fault>>();
    for (int bout = 0; bout < BOUTS_OF_A_ROUND; bout++) {
      bouts.add(bout((int) Math.min(parts, sizes.draw())));
    }
    return bouts;
  }

  private List<Fault> bout(int size) {
    var bout = new ArrayList<Fault>();
    var broken = EnumSet.noneOf(Kind.Part.class);
    var deck = size == 1 ? alone : together;
    while (bout.size() < size) {
      var kind = deck.draw(drawn -> !broken.contains(drawn.part));
      broken.add(kind.part);
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
}
