package id.kursi.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Live reload, and one test profile after another, start the service again in the same process, and
 * Micrometer's global registry outlives each start: gauges would go on asking the beans of the
 * last.
 */
@ApplicationScoped
class MetersEnd {
  void end(@Observes ShutdownEvent stopping, MeterRegistry meters) {
    meters.clear();
  }
}
