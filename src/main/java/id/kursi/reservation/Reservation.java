package id.kursi.reservation;

import id.kursi.platform.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * A reservation as the ledger has it, without the child.
 *
 * @param sequence number in the slot, from the moment a seat was held; null before
 * @param waitPosition place in the reserve list from 1; null unless WAITING
 */
public record Reservation(
    UUID id,
    long intakeId,
    long slotId,
    Status status,
    Long sequence,
    Long waitPosition,
    Instant holdUntil,
    String receipt,
    UUID movedFrom,
    UUID movedTo,
    Instant createdAt,
    Instant changedAt) {

  static Reservation of(Row row) {
    var id = row.getUUID("id");
    return id == null
        ? null
        : new Reservation(
            id,
            row.getLong("intake_id"),
            row.getLong("slot_id"),
            Status.valueOf(row.getString("status")),
            row.getLong("seq"),
            row.getLong("wait_position"),
            Rows.instant(row, "hold_until"),
            row.getString("receipt"),
            row.getUUID("moved_from"),
            row.getUUID("moved_to"),
            Rows.instant(row, "created_at"),
            Rows.instant(row, "changed_at"));
  }
}
