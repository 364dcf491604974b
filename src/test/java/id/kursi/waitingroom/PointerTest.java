package id.kursi.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.platform.NeighboursConfig;
import id.kursi.platform.PgLinks;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the line is told of the seat path; what it makes of it: WaitingRoomPointerTest. */
class PointerTest {
  /** A step as it was asked for: {@code most} families a second. */
  private record Asked(boolean well, double add, double most) {}

  /** Keeps what it is asked instead of telling the database, to which nobody connects. */
  private static final class Steps extends RoomSteps {
    private Asked asked;

    Steps(RoomConfig config) {
      super(config, new PgLinks(null, NOWHERE, Optional.empty(), Optional.empty()), null, null);
    }

    @Override
    Uni<Boolean> advance(Room room, Duration every, boolean well, double add, double most) {
      asked = new Asked(well, add, most);
      return Uni.createFrom().item(true);
    }
  }

  private static final class SeatPath implements Flow {
    private Health health = new Health(0, Duration.ZERO, 0);

    @Override
    public Health health() {
      return health;
    }

    @Override
    public Left left(long intakeId) {
      throw new AssertionError("the pace hangs on no seat");
    }
  }

  private static final NeighboursConfig NOWHERE =
      mapping(
          NeighboursConfig.class,
          Map.of(
              "kursi.neighbours.postgres", "postgresql://nowhere/none",
              "kursi.neighbours.redis", "none",
              "kursi.neighbours.token-keys", "none",
              "kursi.neighbours.token-issuer", "none",
              "kursi.neighbours.token-audiences", "none"));

  private static <T> T mapping(Class<T> type, Map<String, String> settings) {
    var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(type);
    settings.forEach(builder::withDefaultValue);
    return builder.build().getConfigMapping(type);
  }

  private final SeatPath path = new SeatPath();

  @BeforeAll
  static void withoutQuarkus() {
    // So no context is to be carried along.
    Infrastructure.clearInterceptors();
  }

  private Asked next(Steps steps, Pointer pointer) {
    pointer.look();
    pointer.advance(null).await().indefinitely();
    return steps.asked;
  }

  private Asked first(Map<String, String> settings) {
    var config = mapping(RoomConfig.class, settings);
    var steps = new Steps(config);
    return next(steps, new Pointer(steps, config, path));
  }

  /** A batch that was slow says nothing any more where no claim is in hand. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, true",
    "0, 10000, true",
    "0.1, 0, true",
    "0.24, 249, true",
    "0.25, 100, false",
    "0.1, 250, false",
    "1, 10000, false"
  })
  void theSeatPathIsWellWhileItsRoomIsRatherEmptyAndItsBatchesAreQuick(
      double inHand, long batchMs, boolean well) {
    path.health = new Flow.Health(inHand, Duration.ofMillis(batchMs), 0);
    var settings =
        Map.of(
            "kursi.waiting-room.fullest-room", "0.25", "kursi.waiting-room.slowest-batch", "250MS");
    assertThat(first(settings).well()).isEqualTo(well);
  }

  /** Only what was refused since the last look counts, and however good all else looks. */
  @Test
  void aRefusalMakesTheNextStepSlowerAndNoneAfterIt() {
    var config = mapping(RoomConfig.class, Map.of());
    var steps = new Steps(config);
    var pointer = new Pointer(steps, config, path);
    assertThat(next(steps, pointer).well()).isTrue();
    path.health = new Flow.Health(0, Duration.ZERO, 1);
    assertThat(next(steps, pointer).well()).isFalse();
    assertThat(next(steps, pointer).well()).isTrue();
    path.health = new Flow.Health(0, Duration.ZERO, 70);
    assertThat(next(steps, pointer).well()).isFalse();
  }

  @Test
  void theStepAndThePartnersBudgetAreAsTheyAreSet() {
    assertThat(first(Map.of())).isEqualTo(new Asked(true, 2, Double.MAX_VALUE));
    assertThat(
            first(
                Map.of(
                    "kursi.waiting-room.rate-step", "0.5",
                    "kursi.waiting-room.partner-budget", "7.5")))
        .isEqualTo(new Asked(true, 0.5, 7.5));
  }
}
