package id.kursi.waitingroom;

import id.kursi.platform.Json;
import id.kursi.platform.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * A waiting room as the database has it.
 *
 * @param source where the draw's value comes from, as announced
 * @param rate families a second, as the line moves now
 * @param briskRate the fastest of late
 * @param setRate the rate that an operator has set; null where it follows the seat path
 * @param entries families that ever entered: the highest number given
 * @param drawn N, the entries that take part in the draw; null before the freeze
 * @param root of the Merkle tree over them, 32 bytes; null until it is published, or where N is 0
 * @param statement intake, N and root, signed; null with the root
 * @param seed 32 bytes; null before the draw
 * @param serving the highest position whose turn it is or was
 * @param version grows with everything that is shown
 */
record Room(
    long intakeId,
    String code,
    Instant opensAt,
    Instant closesAt,
    DrawSource source,
    Duration passFor,
    Duration grace,
    double leastRate,
    double mostRate,
    Double setRate,
    double rate,
    double briskRate,
    Integer mostInside,
    boolean paused,
    boolean drained,
    long entries,
    Instant frozenAt,
    Long drawn,
    byte[] root,
    String statement,
    Instant rootedAt,
    String evidence,
    byte[] seed,
    Instant drawnAt,
    long serving,
    Instant servedAt,
    long version,
    Instant asOf,
    Shuffle shuffle) {
  enum State {
    /** Families enter; the draw is to come. */
    ENTERING,
    /** Who takes part is fixed; the draw's value is waited for. */
    DRAWING,
    SERVING,
    PAUSED,
    /** Nobody needs to wait any more. */
    DRAINED,
    CLOSED
  }

  /**
   * @param before the same room as it was read before, whose shuffle is kept; or null
   */
  static Room of(Row row, Room before, Json json) {
    var seed = Rows.bytes(row, "seed");
    var drawn = row.getLong("drawn");
    return new Room(
        row.getLong("intake_id"),
        row.getString("code"),
        Rows.instant(row, "opens_at"),
        Rows.instant(row, "closes_at"),
        json.read(
            row.getValue("rule").toString().getBytes(StandardCharsets.UTF_8), DrawSource.class),
        Rows.duration(row, "pass_for"),
        Rows.duration(row, "grace"),
        row.getDouble("least_rate"),
        row.getDouble("most_rate"),
        row.getDouble("set_rate"),
        row.getDouble("rate"),
        row.getDouble("brisk"),
        row.getInteger("most_inside"),
        row.getValue("paused_at") != null,
        row.getValue("drained_at") != null,
        row.getLong("entries"),
        Rows.instant(row, "frozen_at"),
        drawn,
        Rows.bytes(row, "root"),
        row.getString("statement"),
        Rows.instant(row, "rooted_at"),
        row.getString("evidence"),
        seed,
        Rows.instant(row, "drawn_at"),
        row.getLong("serving"),
        Rows.instant(row, "served_at"),
        row.getLong("version"),
        Rows.instant(row, "as_of"),
        seed == null
            ? null
            : before != null && before.shuffle() != null
                ? before.shuffle()
                : new Shuffle(seed, Math.toIntExact(drawn)));
  }

  State state(Instant now) {
    if (drained) {
      return State.DRAINED;
    }
    if (!now.isBefore(closesAt)) {
      return State.CLOSED;
    }
    if (frozenAt == null) {
      return State.ENTERING;
    }
    if (!isDrawn()) {
      return State.DRAWING;
    }
    return paused ? State.PAUSED : State.SERVING;
  }

  /** Whether the intake had closed when this was read. */
  boolean wasClosed() {
    return !asOf.isBefore(closesAt);
  }

  /** Where nobody had entered by the opening there was nothing to draw. */
  boolean isDrawn() {
    return frozenAt != null && (seed != null || drawn == 0);
  }

  /** The position of an entry; null before the draw, for whoever takes part in it. */
  Long position(long number) {
    if (frozenAt == null) {
      return null;
    }
    if (number > drawn) {
      return number;
    }
    return seed == null ? null : (long) shuffle.position(Math.toIntExact(number));
  }

  /** What is published of those who take part; null before the root is there. */
  Freeze frozen() {
    return root == null ? null : new Freeze(code, Math.toIntExact(drawn), Hex.of(root), source);
  }
}
