package id.kursi.reservation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Seats left as the snapshot has them: of each intake, and of slots as far as the limit reaches,
 * those of closed intakes last. A gauge reads the current snapshot; it is registered once and not
 * made anew with each.
 */
@ApplicationScoped
class SeatGauges {
  private final MeterRegistry meters;
  private final int limit;
  private final Clock clock;
  private final Map<String, Gauge> intakes = new HashMap<>();
  private final Map<Long, Gauge> slots = new HashMap<>();
  private volatile Snapshot current = Snapshot.NONE;

  SeatGauges(MeterRegistry meters, SeatGaugesConfig config, Clock clock) {
    this.meters = meters;
    this.limit = config.slots();
    this.clock = clock;
  }

  synchronized void follow(@Observes Snapshot snapshot) {
    current = snapshot;
    keep(intakes, snapshot.intakes().keySet(), this::ofIntake);
    keep(slots, shown(snapshot), this::ofSlot);
  }

  private <K> void keep(Map<K, Gauge> gauges, Set<K> wanted, Function<K, Gauge> register) {
    gauges
        .entrySet()
        .removeIf(
            shown -> !wanted.contains(shown.getKey()) && meters.remove(shown.getValue()) != null);
    wanted.forEach(key -> gauges.computeIfAbsent(key, register));
  }

  private Set<Long> shown(Snapshot snapshot) {
    Instant now = snapshot.now(clock);
    return snapshot.intakes().values().stream()
        .sorted(Comparator.comparing(intake -> intake.state(now) == Snapshot.State.CLOSED))
        .flatMap(intake -> intake.slots().stream())
        .limit(limit)
        .map(Snapshot.Slot::id)
        .collect(Collectors.toSet());
  }

  private Gauge ofIntake(String code) {
    return Gauge.builder("kursi.intake.seats.left", () -> leftInIntake(code))
        .description("Seats that anybody may claim")
        .tag("intake", code)
        .register(meters);
  }

  private double leftInIntake(String code) {
    var intake = current.intakes().get(code);
    return intake == null
        ? Double.NaN
        : intake.slots().stream().mapToInt(slot -> slot.counts().free()).sum();
  }

  private Gauge ofSlot(long id) {
    var slot = current.slots().get(id);
    return Gauge.builder("kursi.slot.seats.left", () -> leftInSlot(id))
        .description("Seats that anybody may claim, as far as kursi.seat-gauges.slots reaches")
        .tag("intake", current.byId().get(slot.intakeId()).code())
        .tag("office", slot.officeCode())
        .tag("track", slot.track())
        .tag("slot", Long.toString(id))
        .register(meters);
  }

  private double leftInSlot(long id) {
    var slot = current.slots().get(id);
    return slot == null ? Double.NaN : slot.counts().free();
  }
}
