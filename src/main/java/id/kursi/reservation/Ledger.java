package id.kursi.reservation;

import id.kursi.platform.InHand;
import id.kursi.platform.NaturalBatch;
import id.kursi.platform.NaturalBatch.Failure;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.reservation.LedgerMeters.Kind;
import id.kursi.reservation.PgLinks.Turn;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
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

  private static final String CLAIM =
      "SELECT * FROM claim_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
  private static final String RESOLVE = "SELECT * FROM resolve_batch($1, $2, $3, $4, $5)";
  private static final String MOVE = "SELECT * FROM move_batch($1, $2, $3, $4, $5, $6)";

  private final ReservationConfig config;
  private final SeatCounter counter;
  private final InHand<String> accountsInHand = new InHand<>();
  private final InHand<UUID> idsInHand = new InHand<>();
  private final LedgerMeters measured;
  private final Turn claimLinks;
  private final Turn changeLinks;
  private final Turn moveLinks;
  private final NaturalBatch<Claim, LedgerOutcome> claims;
  private final NaturalBatch<Change, LedgerOutcome> changes;
  private final NaturalBatch<Move, LedgerOutcome> moves;

  Ledger(
      ReservationConfig config,
      PgLinks links,
      SeatCounter counter,
      Vertx vertx,
      MeterRegistry meters) {
    this.config = config;
    this.counter = counter;
    measured = new LedgerMeters(meters);
    claimLinks = links.turn(config.batchesUnderWay(), config.silentAtMost());
    changeLinks = links.turn(config.batchesUnderWay(), config.silentAtMost());
    moveLinks = links.turn(1, config.silentAtMost());
    claims =
        room(
            vertx,
            config,
            config.batchesUnderWay(),
            Claim::keys,
            this::claimBatch,
            batch -> tell(() -> counter.release(batch)));
    changes =
        room(
            vertx,
            config,
            config.batchesUnderWay(),
            change -> List.of(change.id()),
            this::resolveBatch,
            batch -> {});
    moves = room(vertx, config, 1, Move::keys, this::moveBatch, batch -> {});
    meters.gauge("kursi.ledger.claims.waiting", claims, NaturalBatch::depth);
    meters.gauge("kursi.ledger.claims.places", config, ReservationConfig::places);
  }

  private <I> NaturalBatch<I, LedgerOutcome> room(
      Vertx vertx,
      ReservationConfig config,
      int underWay,
      Function<I, Collection<?>> keys,
      Function<List<I>, Uni<List<LedgerOutcome>>> send,
      Consumer<List<I>> dropped) {
    var limits =
        new NaturalBatch.Limits(
            config.places(),
            config.batchSize(),
            underWay,
            config.waitAtMost(),
            config.answerWithin(),
            config.backlog());
    return new NaturalBatch<>(
        vertx.getDelegate().getOrCreateContext(), limits, keys, send, this::judgeAloud, dropped);
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
      left.run();
    }
    return place;
  }

  /**
   * Whether another claim of this id is in hand. The doorman may not have heard of it: only the
   * ledger can answer.
   */
  boolean hasTwin(UUID id) {
    return idsInHand.count(id) > 1;
  }

  Uni<LedgerOutcome> claim(NaturalBatch<Claim, LedgerOutcome>.Place place, Claim claim) {
    return claims.submit(place, claim);
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
    var arguments =
        Tuple.tuple(
            Arrays.asList(
                column(batch, Claim::id, UUID[]::new),
                column(batch, Claim::slotId, Long[]::new),
                column(batch, Claim::account, String[]::new),
                column(batch, claim -> Buffer.buffer(claim.holder()), Buffer[]::new),
                column(batch, claim -> Buffer.buffer(claim.print()), Buffer[]::new),
                column(batch, claim -> Buffer.buffer(claim.sealed()), Buffer[]::new),
                column(batch, Claim::receipt, String[]::new),
                column(batch, claim -> claim.ask().waits(), Boolean[]::new),
                column(batch, claim -> actor(claim.by()), String[]::new),
                column(batch, claim -> reason(claim.by()), String[]::new)));
    return measured
        .timed(Kind.CLAIM, claimLinks.call(CLAIM, arguments))
        .map(Ledger::outcomes)
        .invoke(outcomes -> tell(() -> counter.settle(batch, outcomes)));
  }

  private Uni<List<LedgerOutcome>> resolveBatch(List<Change> batch) {
    var arguments =
        Tuple.tuple(
            Arrays.asList(
                column(batch, Change::id, UUID[]::new),
                column(batch, Change::account, String[]::new),
                column(batch, change -> change.to().name(), String[]::new),
                column(batch, change -> actor(change.by()), String[]::new),
                column(batch, change -> reason(change.by()), String[]::new)));
    return measured
        .timed(Kind.STEP, changeLinks.call(RESOLVE, arguments))
        .map(Ledger::outcomes)
        .invoke(outcomes -> tell(() -> counter.publish(outcomes)));
  }

  private Uni<List<LedgerOutcome>> moveBatch(List<Move> batch) {
    var arguments =
        Tuple.tuple(
            Arrays.asList(
                column(batch, Move::from, UUID[]::new),
                column(batch, Move::to, UUID[]::new),
                column(batch, Move::slotId, Long[]::new),
                column(batch, Move::account, String[]::new),
                column(batch, move -> Buffer.buffer(move.print()), Buffer[]::new),
                column(batch, Move::receipt, String[]::new)));
    return measured
        .timed(Kind.MOVE, moveLinks.call(MOVE, arguments))
        .map(Ledger::outcomes)
        .invoke(outcomes -> tell(() -> counter.publish(outcomes)));
  }

  /**
   * What is committed stays so: a doorman that cannot be told must not make a decided batch look
   * undecided.
   */
  private void tell(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException broken) {
      counter.failed(broken);
    }
  }

  private static <I, T> T[] column(
      List<I> batch, Function<I, T> value, java.util.function.IntFunction<T[]> array) {
    return batch.stream().map(value).toArray(array);
  }

  private static String actor(Act by) {
    return by == null ? null : by.actor();
  }

  private static String reason(Act by) {
    return by == null ? null : by.reason();
  }

  private static List<LedgerOutcome> outcomes(RowSet<Row> rows) {
    var outcomes = new LedgerOutcome[rows.rowCount()];
    rows.forEach(row -> outcomes[row.getInteger("ord") - 1] = LedgerOutcome.of(row));
    return List.of(outcomes);
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
    return measured.failed(judge(failure));
  }

  /** What a failure of a batch means. */
  static Failure judge(Throwable failure) {
    if (failure instanceof PgLink.NotSent) {
      return Failure.NOTHING_TAKEN;
    }
    if (!(failure instanceof PgException refusal) || refusal.getSqlState() == null) {
      return Failure.UNKNOWN;
    }
    var state = refusal.getSqlState();
    return switch (state.substring(0, 2)) {
      case "22", "23" -> Failure.BAD_ITEM;
      case "40", "55" -> Failure.UNDONE;
      // Shut down by an administrator, perhaps in the middle of a commit.
      case "57" -> Failure.UNKNOWN;
      default -> Failure.NOTHING_TAKEN;
    };
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
