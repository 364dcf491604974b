package id.kursi.reservation;

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
 */
@ApplicationScoped
class HoldExpiry {
  private static final Logger LOG = Logger.getLogger(HoldExpiry.class);
  private static final int OFFERS_AT_ONCE = 1000;

  private final LedgerReads reads;
  private final Ledger ledger;
  private final ReservationConfig config;

  HoldExpiry(LedgerReads reads, Ledger ledger, ReservationConfig config) {
    this.reads = reads;
    this.ledger = ledger;
    this.config = config;
  }

  @Scheduled(
      every = "${kursi.reservation.expire-every:1S}",
      concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> tick() {
    return expire()
        .onFailure()
        .invoke(failure -> LOG.debugf("No holds expired: %s", failure.getClass().getSimpleName()))
        .onFailure()
        .recoverWithNull();
  }

  /** What is free is offered whether or not every hold could be ended. */
  Uni<Void> expire() {
    return reads
        .holdsDue(config.expireAtMost())
        .chain(this::resolve)
        .onFailure()
        .recoverWithNull()
        .chain(() -> reads.offerStranded(OFFERS_AT_ONCE));
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
