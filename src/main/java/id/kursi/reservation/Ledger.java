package id.kursi.reservation;

import id.kursi.platform.BatchLimits;
import id.kursi.platform.InHand;
import id.kursi.platform.NaturalBatch;
import id.kursi.platform.NaturalBatch.Failure;
import id.kursi.platform.PgLink;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.reservation.LedgerMeters.Kind;
import id.kursi.waitingroom.Flow;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The record of every seat, and the judge of every claim. Claims, steps and moves each gather in a
 * room of their own; one batch is one call of one function of the database, one transaction, one
 * round trip.
 *
 * <p>Made at the start and not by the first claim: its rooms would run in that claim's context, and
 * its metrics would not be there before it.
 */
@Startup
@ApplicationScoped
class Ledger {
  private static final Logger LOG = Logger.getLogger(Ledger.class);
  private static final Duration DRAIN_WITHIN = Duration.ofSeconds(10);

  private final ReservationConfig config;
  private final LedgerFunctions functions;
  private final Herald herald;
  private final InHand<String> accountsInHand = new InHand<>();
  private final InHand<UUID> idsInHand = new InHand<>();
  private final LedgerMeters measured;
  private final LongAdder turnedAway = new LongAdder();
  private final NaturalBatch<Claim, LedgerOutcome> claims;
  private final NaturalBatch<Change, LedgerOutcome> changes;
  private final NaturalBatch<Move, LedgerOutcome> moves;

  Ledger(
      ReservationConfig config,
      LedgerFunctions functions,
      Herald herald,
      Vertx vertx,
      MeterRegistry meters) {
    this.config = config;
    this.functions = functions;
    this.herald = herald;
    measured = new LedgerMeters(meters);
    claims =
        room(
            vertx,
            config,
            config.batchesUnderWay(),
            Claim::keys,
            this::claimBatch,
            herald::settle,
            herald::release);
    changes =
        room(
            vertx,
            config,
            config.batchesUnderWay(),
            change -> List.of(change.id()),
            this::resolveBatch,
            this::publish,
            batch -> {});
    moves = room(vertx, config, 1, Move::keys, this::moveBatch, this::publish, batch -> {});
    meters.gauge("kursi.ledger.claims.waiting", claims, NaturalBatch::depth);
    meters.gauge("kursi.ledger.claims.places", config, ReservationConfig::places);
  }

  private <I> NaturalBatch<I, LedgerOutcome> room(
      Vertx vertx,
      ReservationConfig config,
      int underWay,
      Function<I, Collection<?>> keys,
      Function<List<I>, Uni<List<LedgerOutcome>>> send,
      BiFunction<List<I>, List<LedgerOutcome>, Uni<Void>> settle,
      Consumer<List<I>> dropped) {
    return new NaturalBatch<>(
        vertx.getDelegate().getOrCreateContext(),
        BatchLimits.of(config, config.batchSize(), underWay),
        keys,
        send,
        settle,
        this::judgeAloud,
        dropped);
  }

  /**
   * A place for a claim, or null when there are too many, of all or of this account: one account
   * that sends hundreds would make everybody's batches small, for a batch holds each account once.
   * Taken before the doorman is asked.
   */
  NaturalBatch<Claim, LedgerOutcome>.Place takePlace(UUID id, String account) {
    if (accountsInHand.enter(account) > config.placesPerAccount()) {
      accountsInHand.leave(account);
      return null;
    }
    idsInHand.enter(id);
    Runnable left =
        () -> {
          accountsInHand.leave(account);
          idsInHand.leave(id);
        };
    var place = claims.takePlace(left);
    if (place == null) {
      turnedAway.increment();
      left.run();
    }
    return place;
  }

  /** How the way to the seats does, as this instance sees it. */
  Flow.Health health() {
    return new Flow.Health(
        (double) claims.depth() / config.places(), claims.batchTakes(), turnedAway.sum());
  }

  /**
   * Whether another claim of this id is in hand. The doorman may not have heard of it: only the
   * ledger can answer.
   */
  boolean hasTwin(UUID id) {
    return idsInHand.count(id) > 1;
  }

  Uni<LedgerOutcome> claim(NaturalBatch<Claim, LedgerOutcome>.Place place, Supplier<Claim> claim) {
    return claims.submit(place, place.orGiveBack(claim));
  }

  Uni<LedgerOutcome> change(Change change) {
    return bounded(change.account(), () -> changes.submit(change));
  }

  Uni<LedgerOutcome> move(Move move) {
    return bounded(move.account(), () -> moves.submit(move));
  }

  /**
   * @param account null where staff or the service itself acts
   */
  private Uni<LedgerOutcome> bounded(String account, Supplier<Uni<LedgerOutcome>> submit) {
    if (account == null) {
      return submit.get();
    }
    if (accountsInHand.enter(account) > config.placesPerAccount()) {
      accountsInHand.leave(account);
      return Uni.createFrom().failure(new ProblemException(ProblemType.OVERLOADED));
    }
    return submit.get().onTermination().invoke(() -> accountsInHand.leave(account));
  }

  private Uni<List<LedgerOutcome>> claimBatch(List<Claim> batch) {
    measured.claims(batch.size());
    return measured.timed(Kind.CLAIM, functions.claim(batch));
  }

  private Uni<List<LedgerOutcome>> resolveBatch(List<Change> batch) {
    return measured.timed(Kind.STEP, functions.resolve(batch));
  }

  private Uni<List<LedgerOutcome>> moveBatch(List<Move> batch) {
    return measured.timed(Kind.MOVE, functions.move(batch));
  }

  /** Nobody waits for it: no repeat of a step or a move asks the doorman. */
  private Uni<Void> publish(List<?> batch, List<LedgerOutcome> outcomes) {
    herald.publish(outcomes);
    return Uni.createFrom().voidItem();
  }

  /** Only the state and the constraint are logged: a message could quote a row. */
  private Failure judgeAloud(Throwable failure) {
    if (!(failure instanceof PgException)) {
      LOG.warnf("A batch got no answer: %s", failure.getClass().getName());
    } else if (failure instanceof PgException refusal) {
      LOG.errorf(
          "The ledger refused a batch: SQLSTATE %s %s",
          refusal.getSqlState(), refusal.getConstraint());
    }
    return measured.failed(PgLink.judge(failure));
  }

  /** Takes nothing more; true once all that was in hand is decided. */
  private boolean close() {
    return claims.close() & changes.close() & moves.close();
  }

  /** While answers can still be given. */
  void stopTaking(@Observes ShutdownDelayInitiatedEvent stopping) {
    close();
  }

  /** Finishes what is in hand before the service goes. */
  void drain(@Observes ShutdownEvent stopping) throws InterruptedException {
    long end = System.nanoTime() + DRAIN_WITHIN.toNanos();
    while (!close() && System.nanoTime() < end) {
      Thread.sleep(10);
    }
  }
}
