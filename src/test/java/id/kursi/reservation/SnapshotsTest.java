package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private static final long SLOT = 1;

  @BeforeAll
  static void withoutContexts() {
    Infrastructure.clearInterceptors();
  }

  /** After Redis has lost everything, telling it what a large ledger knows takes many seconds. */
  @Test
  void nobodyWaitsUntilTheDoormansIndexIsComplete() {
    var world = SimWorld.patient();
    world.start();
    var here = world.instance(0);
    var citizens = world.citizens();
    assertThat(citizens.ask(citizens.wish(1, "a", SLOT, false), here))
        .isInstanceOf(Outcome.Made.class);
    world.redis.state().known.clear();
    var answered = here.snapshots.refreshOrFail().subscribeAsCompletionStage();
    while (!answered.isDone()) {
      world.steps.take();
    }
    assertThat(here.counter.isTrusted()).isTrue();
    assertThat(world.redis.state().isComplete(SLOT)).isFalse();
    world.steps.drain(1_000);
    assertThat(world.redis.state().isComplete(SLOT)).isTrue();
  }

  @Test
  void theDoormanIsToldWhateverBecomesOfThePages() {
    var world = SimWorld.patient();
    world.start();
    var here = world.instance(0);
    here.pagesBreak = true;
    world.redis.state().facts.clear();
    var answered = here.snapshots.refreshOrFail().subscribeAsCompletionStage();
    world.steps.drain(1_000);
    assertThat(answered).isCompleted();
    assertThat(world.redis.state().facts).containsKey(SLOT);
  }
}
