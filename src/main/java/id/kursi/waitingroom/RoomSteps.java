package id.kursi.waitingroom;

import id.kursi.platform.Act;
import id.kursi.platform.Json;
import id.kursi.platform.PgLink;
import id.kursi.platform.PgLinks;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Rows;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The rooms themselves in the database, and the steps that take one forward: freeze, root, draw,
 * pointer. Connections are its own: no crowd at the door keeps a line from moving.
 */
@ApplicationScoped
class RoomSteps {
  static final String ENTRIES =
      "SELECT id, number, salt FROM waiting_entry WHERE intake_id = $1 AND number BETWEEN $2 AND $3 ORDER BY number";

  private static final String ROOMS =
      """
      SELECT c.now, s.* FROM (SELECT clock_timestamp() AS now) c
      LEFT JOIN (room_state s LEFT JOIN unnest($1::bigint[], $2::bigint[]) AS known(intake_id, version) USING (intake_id))
        ON s.closes_at > c.now OR s.version IS DISTINCT FROM known.version""";

  private static final String DRAW =
      "SELECT CASE WHEN draw_room($1, $2, $3) THEN audit($4, 'WAITING_ROOM_DRAWN', $5, $6) END IS NOT NULL";

  /** Rows read at once while the tree grows. */
  private static final int LOT = 16 * 1024;

  /** Of those who left; so few that a tick hardly notices. */
  private static final int PLACES = 1024;

  private final RoomLedger families;
  private final PgLink tick;
  private final PgLink trees;
  private final Json json;

  RoomSteps(RoomConfig config, PgLinks links, RoomLedger families, Json json) {
    this.families = families;
    this.json = json;
    tick = links.link(config.silentAtMost());
    trees = links.link(config.silentAtMost());
  }

  /**
   * @param asOf by the database's clock
   */
  record Read(Instant asOf, List<Room> rooms) {}

  /**
   * All rooms. Those that were read after their closing are kept as they are until something of
   * them changes: every intake there ever was would be read at every tick.
   *
   * @param before the rooms as they were read last, by intake
   */
  Uni<Read> rooms(Map<Long, Room> before) {
    var closed = before.values().stream().filter(Room::wasClosed).toList();
    var known =
        Tuple.of(
            closed.stream().map(Room::intakeId).toArray(Long[]::new),
            closed.stream().map(Room::version).toArray(Long[]::new));
    return tick.call(ROOMS, known)
        .map(
            rows -> {
              var rooms = new HashMap<Long, Room>();
              closed.forEach(room -> rooms.put(room.intakeId(), room));
              Instant asOf = null;
              for (var row : rows) {
                asOf = Rows.instant(row, "now");
                var intake = row.getLong("intake_id");
                // One row without a room where none was to be read.
                if (intake != null) {
                  rooms.put(intake, Room.of(row, before.get(intake), json));
                }
              }
              return new Read(asOf, List.copyOf(rooms.values()));
            });
  }

  Uni<Boolean> freeze(Room room) {
    return did("SELECT freeze_room($1)", room.intakeId());
  }

  Uni<Boolean> publishRoot(Room room, byte[] root, String statement) {
    return did("SELECT publish_root($1, $2, $3)", room.intakeId(), Buffer.buffer(root), statement);
  }

  /** The draw and its row in the audit log; false where another instance was first. */
  Uni<Boolean> draw(Room room, String evidence, byte[] seed, Act by) {
    return did(
            DRAW,
            room.intakeId(),
            evidence,
            Buffer.buffer(seed),
            by.actor(),
            about(room),
            by.reason())
        .onFailure()
        .transform(failure -> new ProblemException(ProblemType.OUTCOME_UNKNOWN));
  }

  private static JsonObject about(Room room) {
    return new JsonObject().put("intake", room.code());
  }

  /**
   * Those who left get the positions that the draw gave them, so that the pointer passes them for
   * nothing.
   *
   * @param room drawn
   */
  Uni<Void> placeThoseWhoLeft(Room room) {
    return tick.call("SELECT * FROM left_unplaced($1, $2)", Tuple.of(room.intakeId(), PLACES))
        .chain(
            rows ->
                rows.size() == 0
                    ? Uni.createFrom().voidItem()
                    : tick.call("SELECT place_left($1, $2)", places(room, rows)).replaceWithVoid());
  }

  private static Tuple places(Room room, RowSet<Row> left) {
    return Tuple.of(
        left.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new),
        left.stream().map(row -> room.position(row.getLong("number"))).toArray(Long[]::new));
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
    return tick.call(sql, Tuple.tuple(Arrays.asList(arguments)))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** The leaves of one block of the tree, for a family that asks. */
  Uni<List<byte[]>> leaves(Room room, MerkleTree.Block block) {
    return families
        .numbered(room.intakeId(), block.first(), block.last())
        .map(rows -> rows.stream().map(RoomSteps::leaf).toList());
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
        .map(RoomSteps::leaf);
  }

  private static byte[] leaf(Row row) {
    return MerkleTree.leaf(
        Math.toIntExact(row.getLong("number")),
        row.getUUID("id"),
        row.getBuffer("salt").getBytes());
  }
}
