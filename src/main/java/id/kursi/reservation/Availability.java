package id.kursi.reservation;

import id.kursi.platform.Json;
import id.kursi.platform.Page;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.reservation.Snapshot.State;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is offered and what is free, as everybody may see it: bytes made once for each snapshot, and
 * only of what has changed since the last.
 */
@ApplicationScoped
class Availability {
  private record Shown(Snapshot snapshot, Page all, Map<String, IntakePages> intakes) {
    Instant asOf() {
      return snapshot.asOf();
    }
  }

  private final Json json;
  private final Clock clock;
  private volatile Shown shown;

  Availability(Json json, Clock clock, MeterRegistry meters) {
    this.json = json;
    this.clock = clock;
    meters.gauge("kursi.snapshot.age.seconds", this, Availability::ageSeconds);
  }

  /** Both by the database's clock: the two machines' clocks may differ by more than a tick. */
  private double ageSeconds() {
    var now = shown;
    return now == null
        ? Double.NaN
        : Duration.between(now.asOf(), now.snapshot().now(clock)).toMillis() / 1000.0;
  }

  synchronized void renew(@Observes Snapshot snapshot) {
    var now = snapshot.now(clock);
    var before = shown == null ? Map.<String, IntakePages>of() : shown.intakes();
    var pages = new LinkedHashMap<String, IntakePages>();
    snapshot
        .intakes()
        .forEach((code, intake) -> pages.put(code, pages(before.get(code), intake, now)));
    shown = new Shown(snapshot, all(snapshot, now), pages);
  }

  private IntakePages pages(IntakePages before, Snapshot.Intake intake, Instant now) {
    State state = intake.state(now);
    return before != null && before.show(intake, state)
        ? before
        : new IntakePages(intake, state, json);
  }

  private Page all(Snapshot snapshot, Instant now) {
    var intakes = snapshot.intakes().values();
    var views = intakes.stream().map(intake -> IntakeView.of(intake, intake.state(now))).toList();
    long version = intakes.stream().mapToLong(Snapshot.Intake::version).sum();
    return Page.of(version, json.bytes(new IntakeView.All(views)));
  }

  /** By the database's clock: the counts were exact at this moment. */
  Instant asOf() {
    return loaded().asOf();
  }

  Page all() {
    return loaded().all();
  }

  IntakePages intake(String code) {
    var pages = loaded().intakes().get(code);
    if (pages == null) {
      throw new ProblemException(ProblemType.UNKNOWN_INTAKE);
    }
    return pages;
  }

  /** What is shown, or 503 before the first snapshot: "there is nothing" would be a lie. */
  private Shown loaded() {
    var now = shown;
    if (now == null) {
      throw new ProblemException(ProblemType.UNAVAILABLE);
    }
    return now;
  }
}
