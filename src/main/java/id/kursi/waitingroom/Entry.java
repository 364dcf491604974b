package id.kursi.waitingroom;

import id.kursi.platform.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * A family's place in a waiting room.
 *
 * @param number from 1, in the order of entering; the draw makes of it a position
 * @param salt 16 bytes, which only the receipt tells
 * @param admittedAt when the first pass was given; null before
 * @param admittedBy the pointer then
 * @param ended why it is over; null while it lives
 */
record Entry(
    UUID id,
    long intakeId,
    long number,
    byte[] salt,
    Instant enteredAt,
    Instant admittedAt,
    Long admittedBy,
    End ended) {
  enum End {
    LEFT,
    /** Its turn came and went. */
    LAPSED,
    /** A seat was confirmed. */
    DONE
  }

  /** Null where the row speaks of no entry. */
  static Entry of(Row row) {
    var ended = row.getString("ended");
    return row.getUUID("id") == null
        ? null
        : new Entry(
            row.getUUID("id"),
            row.getLong("intake_id"),
            row.getLong("number"),
            Rows.bytes(row, "salt"),
            Rows.instant(row, "entered_at"),
            Rows.instant(row, "admitted_at"),
            row.getLong("admitted_by"),
            ended == null ? null : End.valueOf(ended));
  }
}
