package id.kursi.reservation;

import id.kursi.platform.Ticker;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The leave to acknowledge a claim that the doorman was not told of. Another instance, whose
 * doorman still believes what was before, could refuse its repeat. So it is said in the ledger
 * first; every snapshot that is read from then on gives no lease to refuse, and once the leases of
 * earlier ones have ended, nobody refuses by the doorman any more.
 */
@ApplicationScoped
class Untold {
  private static final Logger LOG = Logger.getLogger(Untold.class);

  /** How long it stands: some ticks may fail before it has to be waited for anew. */
  private static final Duration SAID_FOR = Duration.ofSeconds(5);

  private static final Duration TRY_AGAIN = Duration.ofMillis(100);

  /**
   * By the ticker.
   *
   * @param since it stands without a break
   * @param until it stands at least
   */
  private record Said(long since, long until) {}

  private final LedgerReads ledger;
  private final Vertx vertx;
  private final Ticker ticker;
  private final Outage outage =
      new Outage(LOG, "What the doorman is not told of cannot be said (%s): acceptances wait");
  private volatile Said said;

  Untold(LedgerReads ledger, Vertx vertx, Ticker ticker) {
    this.ledger = ledger;
    this.vertx = vertx;
    this.ticker = ticker;
  }

  /** Whether it stands, for nobody to begin to refuse by the doorman. */
  boolean isSaid() {
    return stands(said, ticker.nanos());
  }

  /** Whether nobody refuses by the doorman now. */
  boolean isLeave() {
    var now = ticker.nanos();
    var last = said;
    return stands(last, now) && now - last.since() >= DoormanTrust.LEASE.toNanos();
  }

  /** Done once nobody refuses by the doorman any more, however long the ledger is away. */
  Uni<Void> leave() {
    return Uni.createFrom()
        .deferred(this::comeNearer)
        .repeat()
        .whilst(leave -> !leave)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Boolean> comeNearer() {
    if (isLeave()) {
      return Uni.createFrom().item(true);
    }
    var now = ticker.nanos();
    var last = said;
    var nearer =
        stands(last, now)
            ? pause(DoormanTrust.LEASE.minusNanos(now - last.since()))
            : say().onFailure().recoverWithUni(() -> pause(TRY_AGAIN));
    return nearer.map(done -> isLeave());
  }

  /** Says it, or goes on saying it. */
  Uni<Void> say() {
    return Uni.createFrom()
        .deferred(
            () -> {
              long sent = ticker.nanos();
              return ledger
                  .sayUntold(SAID_FOR)
                  .invoke(() -> said(sent))
                  .onFailure()
                  .invoke(outage::goesOn);
            });
  }

  private synchronized void said(long sent) {
    outage.ends();
    var now = ticker.nanos();
    said = new Said(stands(said, now) ? said.since() : now, sent + SAID_FOR.toNanos());
  }

  private static boolean stands(Said said, long now) {
    return said != null && now - said.until() < 0;
  }

  private Uni<Void> pause(Duration time) {
    return Uni.createFrom()
        .emitter(
            over ->
                vertx
                    .getDelegate()
                    .setTimer(Math.max(1, time.toMillis() + 1), timer -> over.complete(null)));
  }
}
