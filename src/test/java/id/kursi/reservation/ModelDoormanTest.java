package id.kursi.reservation;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The model keeps the doorman's rules. */
class ModelDoormanTest extends DoormanConformance {
  private final Steps steps = new Steps(1, false);
  private final ModelRedis redis = new ModelRedis(steps, new ModelDoorman());
  private final ModelScripts.Link link =
      new ModelScripts.Link(
          steps, redis, "test", new SteppedVertx(steps, new ModelTime(), "test").mutiny());
  private final ModelScripts scripts =
      new ModelScripts(
          link,
          redis,
          new SimChecks(null, () -> new LedgerTables(0), landed -> {}),
          PlantedBug.NONE);

  @BeforeAll
  static void withoutContexts() {
    Infrastructure.clearInterceptors();
  }

  @BeforeEach
  void connect() {
    await(link.open(WITHIN));
  }

  @Override
  DoormanScripts scripts() {
    return scripts;
  }

  @Override
  <T> T await(Uni<T> answer) {
    return steps.await(answer);
  }

  @Override
  void pass(Duration time) {
    redis.pass(time.toMillis());
  }
}
