package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The claim protocol under a seeded scheduler: the real seat path of two instances between models
 * of Postgres and Redis, with every order of steps that a seed comes upon. A failure names its
 * seed; {@code -Dkursi.seed=N} runs that one alone, with its trace.
 */
class ClaimProtocolTest {
  private static final int SEEDS = Integer.getInteger("kursi.seeds", 6_000);
  private static final Logger LOG = Logger.getLogger("id.kursi.reservation");
  private static final Level LEVEL = LOG.getLevel();

  /** What follows a chain from thread to thread is Quarkus' affair, which is not here. */
  @BeforeAll
  static void quietly() {
    Infrastructure.clearInterceptors();
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void aloud() {
    LOG.setLevel(LEVEL);
  }

  /** A run that a seed makes: its steps, or what failed in it. */
  private static SimWorld run(long seed, PlantedBug bug, boolean traced) {
    var world = new SimWorld(seed, bug, traced);
    world.run();
    return world;
  }

  private static AssertionError failure(long seed, PlantedBug bug) {
    try {
      run(seed, bug, false);
      return null;
    } catch (AssertionError found) {
      return found;
    }
  }

  /** The same seed again, this time with its trace. */
  private static String replay(long seed, PlantedBug bug) {
    var world = new SimWorld(seed, bug, true);
    try {
      world.run();
      return "seed " + seed + " does not fail twice: the run is not deterministic";
    } catch (AssertionError again) {
      return "seed " + seed + ": " + again.getMessage() + "\n" + world.steps.trace();
    }
  }

  @Test
  void noOrderOfStepsBreaksTheProtocol() {
    long first = Long.getLong("kursi.seed", 0);
    long seeds = Long.getLong("kursi.seed") == null ? SEEDS : 1;
    long start = System.nanoTime();
    long steps = 0;
    for (long seed = first; seed < first + seeds; seed++) {
      try {
        steps += run(seed, PlantedBug.NONE, false).steps.taken();
      } catch (AssertionError found) {
        fail(replay(seed, PlantedBug.NONE), found);
      }
    }
    System.out.printf(
        "The claim protocol held for %,d seeds, %,d steps, in %.1f s%n",
        seeds, steps, (System.nanoTime() - start) / 1e9);
  }

  @ParameterizedTest
  @EnumSource(value = PlantedBug.class, mode = Mode.EXCLUDE, names = "NONE")
  void aBugPutBackIsFound(PlantedBug bug) {
    long start = System.nanoTime();
    for (long seed = 0; seed < SEEDS; seed++) {
      var found = failure(seed, bug);
      if (found != null) {
        System.out.printf(
            "%s is found by seed %,d after %.2f s: %s%n",
            bug, seed, (System.nanoTime() - start) / 1e9, found.getMessage());
        assertThat(replay(seed, bug)).contains(found.getMessage());
        return;
      }
    }
    fail(bug + " was not found in " + SEEDS + " seeds");
  }
}
