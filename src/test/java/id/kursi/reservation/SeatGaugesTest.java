package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.platform.Bilingual;
import id.kursi.reservation.Snapshot.Allocation;
import id.kursi.reservation.Snapshot.Intake;
import id.kursi.reservation.Snapshot.Slot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeatGaugesTest {
  private static final Instant NOW = Instant.parse("2026-06-24T01:00:00Z");
  private static final int LIMIT = 10;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SeatGauges gauges =
      new SeatGauges(meters, () -> LIMIT, Clock.fixed(NOW, ZoneOffset.UTC));

  /** An intake whose slots have the ids from {@code first} on, with one seat each. */
  private static Intake intake(String code, long id, long first, int slots, Instant closesAt) {
    var title = new Bilingual(code, code);
    return new Intake(
        id,
        code,
        title,
        "s",
        title,
        Allocation.ARRIVAL,
        NOW.minusSeconds(60),
        closesAt,
        Duration.ofMinutes(10),
        null,
        1,
        1,
        0,
        null,
        false,
        false,
        LongStream.range(first, first + slots)
            .mapToObj(
                slot ->
                    new Slot(slot, id, "o", "o", "t", "l", new SlotCounts(slot, 1, 0, 0, 0, 0, 0)))
            .toList());
  }

  private void show(Intake... intakes) {
    gauges.follow(Snapshot.of(NOW, NOW, List.of(intakes), false));
  }

  private List<String> slotsOf(String intake) {
    return meters.find("kursi.slot.seats.left").tag("intake", intake).gauges().stream()
        .map(gauge -> gauge.getId().getTag("slot"))
        .toList();
  }

  @Test
  void fiftyThousandSlotsDoNotMakeAsManySeries() {
    show(intake("large", 1, 1, 50_000, NOW.plusSeconds(60)));
    assertThat(slotsOf("large")).hasSize(LIMIT);
    assertThat(meters.get("kursi.intake.seats.left").gauge().value()).isEqualTo(50_000);
  }

  @Test
  void closedIntakesGetWhatTheOthersLeave() {
    show(
        intake("over", 1, 1, 8, NOW.minusSeconds(1)), intake("open", 2, 9, 8, NOW.plusSeconds(60)));
    assertThat(slotsOf("open")).hasSize(8);
    assertThat(slotsOf("over")).hasSize(2);
  }

  @Test
  void whatIsGoneFromTheSnapshotHasNoSeriesAnyMore() {
    show(intake("one", 1, 1, 2, NOW.plusSeconds(60)));
    show(intake("other", 2, 3, 2, NOW.plusSeconds(60)));
    assertThat(slotsOf("one")).isEmpty();
    assertThat(slotsOf("other")).hasSize(2);
    assertThat(meters.find("kursi.intake.seats.left").tag("intake", "one").gauge()).isNull();
  }
}
