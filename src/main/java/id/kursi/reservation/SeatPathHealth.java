package id.kursi.reservation;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once migrated (Quarkus starts no earlier) and the first snapshot is loaded. Redis away is
 * degraded, not unready.
 */
@Startup
@Readiness
@ApplicationScoped
class SeatPathHealth implements HealthCheck {
  private final Snapshots snapshots;
  private final SeatCounter counter;

  SeatPathHealth(Snapshots snapshots, SeatCounter counter, MeterRegistry meters) {
    this.snapshots = snapshots;
    this.counter = counter;
    meters.gauge("kursi.ready", snapshots, loaded -> loaded.isLoaded() ? 1 : 0);
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("seat-path")
        .status(snapshots.isLoaded())
        .withData("seatCounter", counter.isTrusted() ? "trusted" : "away, claims go to the ledger")
        .build();
  }
}
