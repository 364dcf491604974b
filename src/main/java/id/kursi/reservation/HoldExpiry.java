package id.kursi.reservation;

import id.kursi.platform.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Ends the holds whose time is over. Due ids are read in lots, past those that somebody has locked,
 * and resolved by the same function as every other step, under the same conditions: two instances
 * doing so at once do no harm.
 *
 * <p>Made at the start and not by the first tick: a gauge that is not there says nothing of a tick
 * that never comes.
 */
@Startup
@ApplicationScoped
class HoldExpiry {
  private static final Logger LOG = Logger.getLogger(HoldExpiry.class);
  private static final int OFFERS_AT_ONCE = 1000;

  private final LedgerReads reads;
  private final Ledger ledger;
  private final ReservationConfig config;
  private final Duty holds;
  private final Duty offers;

  HoldExpiry(
      LedgerReads reads,
      Ledger ledger,
      ReservationConfig config,
      Ticker ticker,
      MeterRegistry meters) {
    this.reads = reads;
    this.ledger = ledger;
    this.config = config;
    holds = new Duty(ticker, new Outage(LOG, "Holds whose time is over keep their seats (%s)"));
    offers = new Duty(ticker, new Outage(LOG, "Free seats are not offered to whoever waits (%s)"));
    holds.show(meters, "kursi.hold.expiry.age", "Since holds were looked at and ended");
    offers.show(meters, "kursi.offers.age", "Since free seats were offered to whoever waits");
  }

  /** Half of a tick: when it was last done, and whether it fails. */
  private static final class Duty {
    private final Ticker ticker;
    private final Outage outage;
    private volatile long doneAt;

    Duty(Ticker ticker, Outage outage) {
      this.ticker = ticker;
      this.outage = outage;
      doneAt = ticker.nanos();
    }

    void show(MeterRegistry meters, String name, String description) {
      Gauge.builder(name, () -> (ticker.nanos() - doneAt) / 1e9)
          .baseUnit("seconds")
          .description(description)
          .register(meters);
    }

    Uni<Void> tried(Uni<Void> attempt) {
      return outage.quietly(attempt.invoke(() -> doneAt = ticker.nanos()));
    }
  }

  /** What is free is offered whether or not every hold could be ended. */
  @Scheduled(
      every = "${kursi.reservation.expire-every:1S}",
      concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> tick() {
    return holds
        .tried(reads.holdsDue(config.expireAtMost()).chain(this::resolve))
        .chain(() -> offers.tried(reads.offerStranded(OFFERS_AT_ONCE)));
  }

  private Uni<Void> resolve(List<UUID> due) {
    return Multi.createFrom()
        .iterable(due)
        .onItem()
        .transformToUni(id -> ledger.change(new Change(id, null, Status.EXPIRED, null)))
        .merge(Math.max(1, config.expireAtMost()))
        .collect()
        .last()
        .replaceWithVoid();
  }
}
