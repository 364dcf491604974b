package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A story that chance does not come upon in thousands of seeds, and that the doorman's trust is
 * for: Redis stays as it was while the ledger goes on without it.
 */
class DoormanTrustTest {
  private static final int SEEDS = 100;
  private static final long SLOT = 1;

  @BeforeAll
  static void withoutContexts() {
    Infrastructure.clearInterceptors();
  }

  @Test
  void aDoormanComeBackIsNotTrustedBeforeItWasTold() {
    int played = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      var world = new SimWorld(seed, PlantedBug.NONE, false);
      if (world.isPatient()) {
        world.start();
        play(world, "seed " + seed);
        played++;
      }
    }
    assertThat(played).isPositive();
  }

  private static void play(SimWorld world, String seed) {
    var here = world.instance(0);
    var citizens = world.citizens();
    var first = stranger(citizens);
    assertThat(citizens.ask(first, here)).as(seed).isInstanceOf(Outcome.Made.class);
    while (citizens.ask(stranger(citizens), here) instanceof Outcome.Made) {
      // Until the slot is full, and Redis knows it.
    }
    world.redis.cut();
    world.redis.cut();
    citizens.step(first, Status.CANCELLED, here);
    world.steps.drain(1_000);
    var next = stranger(citizens);
    assertThat(citizens.ask(next, here)).as(seed).isInstanceOf(Outcome.Made.class);
    here.tick();
    while (!here.counter.canBeTold()) {
      world.steps.take();
    }
    assertThat(citizens.ask(next, here)).as(seed).isInstanceOf(Outcome.Present.class);
  }

  private static SimCitizens.Wish stranger(SimCitizens citizens) {
    int number = 50_000 + citizens.wishes.size();
    return citizens.wish(number, "stranger " + number, SLOT, false);
  }
}
