package id.kursi.reservation;

import id.kursi.reservation.DoormanScripts.Published;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BooleanSupplier;

/** What the doorman answered, and where it differed from the ledger. */
@ApplicationScoped
class DoormanMeters {
  private final MeterRegistry meters;
  private final Counter passed;
  private final Counter refused;
  private final Counter lapsed;
  private final Counter absent;
  private final Counter different;
  private final Counter falseVersion;
  private final Counter behind;

  DoormanMeters(MeterRegistry meters) {
    this.meters = meters;
    passed = meters.counter("kursi.doorman", "answer", "pass");
    refused = meters.counter("kursi.doorman", "answer", "full");
    lapsed =
        Counter.builder("kursi.doorman.lapsed")
            .description("Tokens that nobody had settled in their life")
            .register(meters);
    absent = mended(meters, "absent");
    different = mended(meters, "different");
    falseVersion = mended(meters, "false-version");
    behind = mended(meters, "behind");
  }

  private static Counter mended(MeterRegistry meters, String what) {
    return Counter.builder("kursi.doorman.divergence")
        .description("Slots of which Redis said something else than the ledger, and was told again")
        .tag("what", what)
        .register(meters);
  }

  /** Shown from now on. */
  void trusted(BooleanSupplier trusted) {
    meters.gauge("kursi.doorman.trusted", trusted, is -> is.getAsBoolean() ? 1 : 0);
  }

  void answered(int asked, long full) {
    refused.increment(full);
    passed.increment(asked - full);
  }

  void lapsed(long tokens) {
    lapsed.increment(tokens);
  }

  void published(Published published) {
    absent.increment(published.absent());
    different.increment(published.different());
    falseVersion.increment(published.falseVersion());
    behind.increment(published.behind());
  }
}
