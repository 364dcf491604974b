package id.kursi.waitingroom;

import id.kursi.platform.BatchLimits;
import id.kursi.platform.NaturalBatch;
import id.kursi.platform.NaturalBatch.Failure;
import id.kursi.platform.PgLink;
import id.kursi.platform.PgLinks;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The record of every entry. Families who enter, and families who ask for their pass, each gather
 * in a room of their own; one batch is one call of one function, one transaction, one round trip.
 * Connections are the room's own: no crowd at this door takes them from claims.
 */
@Startup
@ApplicationScoped
class RoomLedger {
  private static final Logger LOG = Logger.getLogger(RoomLedger.class);
  private static final String ENTER = "SELECT * FROM enter_batch($1, $2, $3, $4, $5, $6)";
  private static final String ADMIT = "SELECT * FROM admit_batch($1, $2, $3, $4, $5)";
  private static final String LOOK = "SELECT * FROM look_at_entry($1, $2, $3, $4)";
  private static final String LEAVE = "SELECT * FROM leave_room($1, $2, $3, $4, $5)";
  private static final String ADMISSIONS = "SELECT * FROM admissions($1, $2, $3)";

  private final NaturalBatch<Entering, RoomOutcome> door;
  private final NaturalBatch<Turn, RoomOutcome> turns;
  private final PgLinks.Turn doorLink;
  private final PgLinks.Turn turnLink;
  private final Pool pool;
  private final RoomConfig config;

  RoomLedger(RoomConfig config, PgLinks links, Pool pool, Vertx vertx) {
    this.config = config;
    this.pool = pool;
    doorLink = links.turn(1, config.silentAtMost());
    turnLink = links.turn(1, config.silentAtMost());
    door = room(vertx, config, Entering::keys, this::enterBatch);
    turns = room(vertx, config, turn -> List.of(turn.entry()), this::admitBatch);
  }

  private static <I> NaturalBatch<I, RoomOutcome> room(
      Vertx vertx,
      RoomConfig config,
      Function<I, Collection<?>> keys,
      Function<List<I>, Uni<List<RoomOutcome>>> send) {
    return new NaturalBatch<>(
        vertx.getDelegate().getOrCreateContext(),
        BatchLimits.of(config, config.batchSize(), 1),
        keys,
        send,
        RoomLedger::judgeAloud,
        dropped -> {});
  }

  private static Failure judgeAloud(Throwable failure) {
    LOG.warnf(
        "A batch at the waiting room's door failed: %s",
        failure instanceof PgException refusal
            ? "SQLSTATE " + refusal.getSqlState() + " " + refusal.getConstraint()
            : failure.getClass().getName());
    return PgLink.judge(failure);
  }

  Uni<RoomOutcome> enter(Entering entering) {
    return door.submit(entering);
  }

  Uni<RoomOutcome> admit(Turn turn) {
    return turns.submit(turn);
  }

  private Uni<List<RoomOutcome>> enterBatch(List<Entering> batch) {
    var arguments =
        Tuple.of(
            batch.stream().map(Entering::id).toArray(UUID[]::new),
            batch.stream().map(Entering::intakeId).toArray(Long[]::new),
            texts(batch, entering -> entering.family().account()),
            batch.stream().map(entering -> Buffer.buffer(entering.salt())).toArray(Buffer[]::new),
            texts(batch, entering -> entering.family().officer()),
            texts(batch, entering -> entering.family().reason()));
    return doorLink.call(ENTER, arguments).map(RoomLedger::outcomes);
  }

  private Uni<List<RoomOutcome>> admitBatch(List<Turn> batch) {
    var arguments =
        Tuple.of(
            batch.stream().map(Turn::entry).toArray(UUID[]::new),
            texts(batch, turn -> turn.family().account()),
            batch.stream().map(Turn::position).toArray(Long[]::new),
            texts(batch, turn -> turn.family().officer()),
            texts(batch, turn -> turn.family().reason()));
    return turnLink.call(ADMIT, arguments).map(RoomLedger::outcomes);
  }

  private static <I> String[] texts(List<I> batch, Function<I, String> text) {
    return batch.stream().map(text).toArray(String[]::new);
  }

  private static List<RoomOutcome> outcomes(RowSet<Row> rows) {
    var outcomes = new RoomOutcome[rows.rowCount()];
    rows.forEach(row -> outcomes[row.getInteger("ord") - 1] = RoomOutcome.of(row));
    return List.of(outcomes);
  }

  /**
   * The account's entry, or null.
   *
   * @param id null for the one that lives, or that a seat has ended
   */
  Uni<Entry> own(long intake, String account, UUID id) {
    return one("SELECT * FROM own_entry($1, $2, $3)", intake, account, id)
        .onFailure()
        .transform(RoomLedger::unavailable);
  }

  /** The account's live entry as an officer looks at it, or null; the look is kept either way. */
  Uni<Entry> lookAt(long intake, Family family) {
    return one(LOOK, intake, family.account(), family.officer(), family.reason())
        .onFailure()
        .transform(RoomLedger::unavailable);
  }

  /** Gives the place up; the entry as it is then, or null. */
  Uni<Entry> leave(long intake, UUID id, Family family) {
    return one(LEAVE, intake, family.account(), id, family.officer(), family.reason())
        .onFailure()
        .transform(failure -> new ProblemException(ProblemType.OUTCOME_UNKNOWN));
  }

  /**
   * From Quarkus' pool: whoever looks at their own place waits neither for the door nor the tick.
   */
  private Uni<RowSet<Row>> read(String sql, Object... arguments) {
    return pool.preparedQuery(sql)
        .execute(Tuple.tuple(Arrays.asList(arguments)))
        .ifNoItem()
        .after(config.silentAtMost())
        .fail();
  }

  private Uni<Entry> one(String sql, Object... arguments) {
    return read(sql, arguments)
        .map(rows -> rows.size() == 0 ? null : Entry.of(rows.iterator().next()));
  }

  private static Throwable unavailable(Throwable failure) {
    return new ProblemException(ProblemType.UNAVAILABLE);
  }

  /** What came of the positions after one that were admitted, so many of them at most, in order. */
  Uni<List<Admitted>> admissions(long intake, long after, int positions) {
    return read(ADMISSIONS, intake, after, positions)
        .onFailure()
        .transform(RoomLedger::unavailable)
        .map(rows -> rows.stream().map(Admitted::of).toList());
  }

  /** The entries of these numbers, both among them, in order: {id, number, salt}. */
  Uni<RowSet<Row>> numbered(long intake, long first, long last) {
    return read(RoomSteps.ENTRIES, intake, first, last)
        .onFailure()
        .transform(RoomLedger::unavailable);
  }

  /** Nobody is let in any more as the service stops. */
  void stopTaking(@Observes ShutdownDelayInitiatedEvent stopping) {
    door.close();
    turns.close();
  }
}
