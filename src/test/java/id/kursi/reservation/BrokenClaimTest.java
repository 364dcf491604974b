package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What breaks on a claim's way to the ledger keeps nothing of what is bounded. */
class BrokenClaimTest {
  private static final long SLOT = 1;
  private static final int PLACES_PER_ACCOUNT = 3;
  private static final int STEPS = 1_000;

  @BeforeAll
  static void withoutContexts() {
    Infrastructure.clearInterceptors();
  }

  /** Who cannot be hashed, before the doorman, or not be sealed, after it. */
  static Stream<Child> broken() {
    return Stream.of(
        new Child(null, "Anak", LocalDate.of(2013, 1, 1), "Ibu", "081200000000"),
        new Child(SimCitizens.nik(1), "Anak", null, "Ibu", "081200000000"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aClaimThatBreaksGivesItsPlaceBack(Child child) {
    var world = SimWorld.patient();
    world.start();
    for (int i = 0; i < PLACES_PER_ACCOUNT; i++) {
      var broken = new Registration(new UUID(7, i), "a", SLOT, false, child, null, null);
      assertThat(failureOf(world, broken)).isInstanceOf(NullPointerException.class);
      world.passTokens();
    }
    var citizens = world.citizens();
    assertThat(citizens.ask(citizens.wish(2, "a", SLOT, false), world.instance(0)))
        .isInstanceOf(Outcome.Made.class);
  }

  private static Throwable failureOf(SimWorld world, Registration broken) {
    var failure = new AtomicReference<Throwable>();
    Uni.createFrom()
        .deferred(() -> world.instance(0).reservations.reserve(broken))
        .subscribe()
        .with(made -> {}, failure::set);
    world.steps.drain(STEPS);
    return failure.get();
  }
}
