package id.kursi.waitingroom;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What operators see of the lines. */
@ApplicationScoped
class RoomMeters {
  private final MeterRegistry meters;
  private final Map<String, Room> shown = new ConcurrentHashMap<>();
  private final Counter passes;
  private final Counter lapsed;
  private final Counter used;
  private final Counter claims;
  private final Timer waited;

  RoomMeters(MeterRegistry meters) {
    this.meters = meters;
    passes = meters.counter("kursi.waiting.passes", "event", "given");
    used = meters.counter("kursi.waiting.passes", "event", "used");
    lapsed = meters.counter("kursi.waiting.passes", "event", "lapsed");
    claims =
        Counter.builder("kursi.waiting.claims")
            .description("Seats and places claimed with a pass")
            .register(meters);
    waited =
        Timer.builder("kursi.waiting.time")
            .description(
                "From entering, or from the opening where that is later, to the first pass")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofSeconds(1))
            .maximumExpectedValue(Duration.ofHours(6))
            .register(meters);
  }

  void show(List<Room> rooms) {
    for (var room : rooms) {
      if (shown.put(room.code(), room) == null) {
        gauge("kursi.waiting.entered", room.code(), "Families that entered", Room::entries);
        gauge("kursi.waiting.serving", room.code(), "The pointer", Room::serving);
        gauge(
            "kursi.waiting.rate", room.code(), "Families a second, as the line moves", Room::rate);
      }
    }
  }

  private interface Figure {
    double of(Room room);
  }

  private void gauge(String name, String code, String description, Figure figure) {
    Gauge.builder(name, shown, all -> figure.of(all.get(code)))
        .description(description)
        .tag("intake", code)
        .register(meters);
  }

  /** The first pass of an entry. Before the opening nobody waits: there is no line yet. */
  void given(Room room, Entry entry) {
    passes.increment();
    var from = entry.enteredAt().isAfter(room.opensAt()) ? entry.enteredAt() : room.opensAt();
    waited.record(Duration.between(from, entry.admittedAt()));
  }

  /** A family came after its turn. */
  void lapsed() {
    lapsed.increment();
  }

  /** A claim came with a pass that holds. */
  void used() {
    used.increment();
  }

  /** Such a claim got a seat or a place. */
  void claimed() {
    claims.increment();
  }
}
