package id.kursi.waitingroom;

import id.kursi.platform.Json;
import id.kursi.platform.NaturalBatch;
import id.kursi.platform.NaturalBatch.Failure;
import id.kursi.platform.PgLink;
import id.kursi.platform.PgLinks;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.data.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
  private static final String ENTER = "SELECT * FROM enter_batch($1, $2, $3, $4)";
  private static final String ADMIT = "SELECT * FROM admit_batch($1, $2, $3)";
  private static final String ENTRIES =
      "SELECT id, number, salt FROM waiting_entry WHERE intake_id = $1 AND number BETWEEN $2 AND $3 ORDER BY number";

  private static final String DRAW =
      "SELECT CASE WHEN draw_room($1, $2, $3) THEN audit($4, 'WAITING_ROOM_DRAWN', $5, NULL) END IS NOT NULL";
  private static final String LEFT =
      "SELECT id, number FROM waiting_entry WHERE intake_id = $1 AND number <= $2 AND ended = 'LEFT' AND position IS NULL";
  private static final String PLACE =
      "UPDATE waiting_entry e SET position = u.position FROM unnest($1::uuid[], $2::bigint[]) u(id, position) WHERE e.id = u.id";

  /** Rows read at once while the tree grows. */
  private static final int LOT = 16 * 1024;

  private final NaturalBatch<Entering, RoomOutcome> door;
  private final NaturalBatch<Turn, RoomOutcome> turns;
  private final PgLinks.Turn doorLink;
  private final PgLinks.Turn turnLink;
  private final Pool pool;
  private final RoomConfig config;
  private final PgLink tick;
  private final PgLink trees;
  private final Json json;

  RoomLedger(RoomConfig config, PgLinks links, Pool pool, Vertx vertx, Json json) {
    this.config = config;
    this.pool = pool;
    this.json = json;
    doorLink = links.turn(1, config.silentAtMost());
    turnLink = links.turn(1, config.silentAtMost());
    trees = links.link(config.silentAtMost());
    tick = links.link(config.silentAtMost());
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
        NaturalBatch.Limits.of(config, config.batchSize(), 1),
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

  Uni<RoomOutcome> enter(Entering family) {
    return door.submit(family);
  }

  Uni<RoomOutcome> admit(Turn turn) {
    return turns.submit(turn);
  }

  private Uni<List<RoomOutcome>> enterBatch(List<Entering> batch) {
    var arguments =
        Tuple.of(
            batch.stream().map(Entering::id).toArray(UUID[]::new),
            batch.stream().map(Entering::intakeId).toArray(Long[]::new),
            batch.stream().map(Entering::account).toArray(String[]::new),
            batch.stream().map(family -> Buffer.buffer(family.salt())).toArray(Buffer[]::new));
    return doorLink.call(ENTER, arguments).map(RoomLedger::outcomes);
  }

  private Uni<List<RoomOutcome>> admitBatch(List<Turn> batch) {
    var arguments =
        Tuple.of(
            batch.stream().map(Turn::entry).toArray(UUID[]::new),
            batch.stream().map(Turn::account).toArray(String[]::new),
            batch.stream().map(Turn::position).toArray(Long[]::new));
    return turnLink.call(ADMIT, arguments).map(RoomLedger::outcomes);
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

  /** Gives the place up; the entry as it is then, or null. */
  Uni<Entry> leave(long intake, String account, UUID id, Long position) {
    return one("SELECT * FROM leave_room($1, $2, $3, $4)", intake, account, id, position)
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

  /**
   * @param before the rooms as they were read last, by intake
   */
  Uni<List<Room>> rooms(Map<Long, Room> before) {
    return tick.call("SELECT * FROM room_state ORDER BY code", Tuple.tuple())
        .map(
            rows ->
                rows.stream()
                    .map(row -> Room.of(row, before.get(row.getLong("intake_id")), json))
                    .toList());
  }

  Uni<Boolean> freeze(Room room) {
    return did("SELECT freeze_room($1)", room.intakeId());
  }

  Uni<Boolean> publishRoot(Room room, byte[] root, String statement) {
    return did("SELECT publish_root($1, $2, $3)", room.intakeId(), Buffer.buffer(root), statement);
  }

  /** The draw and its row in the audit log; false where another instance was first. */
  Uni<Boolean> draw(Room room, String evidence, byte[] seed, String actor) {
    return did(DRAW, room.intakeId(), evidence, Buffer.buffer(seed), actor, about(room))
        .onFailure()
        .transform(failure -> new ProblemException(ProblemType.OUTCOME_UNKNOWN));
  }

  private static JsonObject about(Room room) {
    return new JsonObject().put("intake", room.code());
  }

  /**
   * Those who left before the draw get the positions that it gives them, so that the pointer passes
   * them for nothing.
   */
  Uni<Void> placeThoseWhoLeft(Room room, Shuffle order) {
    return tick.call(LEFT, Tuple.of(room.intakeId(), room.drawn()))
        .chain(
            rows -> {
              var ids = rows.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
              var positions =
                  rows.stream()
                      .map(row -> (long) order.position(Math.toIntExact(row.getLong("number"))))
                      .toArray(Long[]::new);
              return ids.length == 0
                  ? Uni.createFrom().voidItem()
                  : tick.call(PLACE, Tuple.of(ids, positions)).replaceWithVoid();
            });
  }

  Uni<Boolean> advance(Room room, Duration every, boolean well, double add, double most) {
    return did(
        "SELECT advance_room($1, $2, $3, $4, $5, $6)",
        room.intakeId(),
        room.serving(),
        Interval.of().microseconds(Math.toIntExact(every.toMillis() * 1_000)),
        well,
        add,
        most);
  }

  private Uni<Boolean> did(String sql, Object... arguments) {
    return tick.call(sql, Tuple.tuple(List.of(arguments)))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** The leaves of one block of the tree, for a family that asks. */
  Uni<List<byte[]>> leaves(Room room, MerkleTree.Block block) {
    return read(ENTRIES, room.intakeId(), (long) block.first(), (long) block.last())
        .onFailure()
        .transform(RoomLedger::unavailable)
        .map(rows -> rows.stream().map(RoomLedger::leaf).toList());
  }

  /** All leaves of the frozen entries, in order. */
  Multi<byte[]> leaves(Room room) {
    long last = room.drawn();
    return Multi.createBy()
        .repeating()
        .uni(
            () -> new long[] {1},
            from ->
                trees
                    .call(
                        ENTRIES,
                        Tuple.of(room.intakeId(), from[0], Math.min(from[0] + LOT - 1, last)))
                    .invoke(() -> from[0] += LOT))
        .whilst(rows -> rows.size() == LOT)
        .onItem()
        .transformToMultiAndConcatenate(rows -> Multi.createFrom().iterable(rows))
        .map(RoomLedger::leaf);
  }

  private static byte[] leaf(Row row) {
    return MerkleTree.leaf(
        Math.toIntExact(row.getLong("number")),
        row.getUUID("id"),
        row.getBuffer("salt").getBytes());
  }

  /** Nobody is let in any more as the service stops. */
  void stopTaking(@Observes ShutdownDelayInitiatedEvent stopping) {
    door.close();
    turns.close();
  }
}
