package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  @BeforeAll
  static void withoutContexts() {
    Infrastructure.clearInterceptors();
  }

  /** After Redis has lost everything, telling it takes many seconds. */
  @Test
  void anOperatorsAnswerDoesNotWaitUntilTheDoormanIsTold() throws Exception {
    var world =
        LongStream.range(0, 100)
            .mapToObj(seed -> new SimWorld(seed, PlantedBug.NONE, false))
            .filter(SimWorld::isPatient)
            .findFirst()
            .orElseThrow();
    world.start();
    var here = world.instance(0);
    world.redis.pause(true);
    var answered = here.snapshots.refreshOrFail().subscribeAsCompletionStage();
    world.steps.drain(1_000);
    answered.get(10, TimeUnit.SECONDS);
    // It goes on without whoever waited.
    world.redis.pause(false);
    world.steps.drain(1_000);
    assertThat(here.counter.isTrusted()).isTrue();
  }
}
