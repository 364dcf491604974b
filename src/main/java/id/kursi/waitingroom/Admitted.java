package id.kursi.waitingroom;

import io.vertx.mutiny.sqlclient.Row;

/**
 * One line of the record that is published after the closing: nobody is named in it.
 *
 * @param pointer the highest position served when this one was admitted
 * @param slotId where the position's claim got a number; null where it got none
 * @param sequence that number; null with the slot
 */
record Admitted(long position, long pointer, Long slotId, Long sequence) {
  static Admitted of(Row row) {
    return new Admitted(
        row.getLong("position"),
        row.getLong("pointer"),
        row.getLong("slot_id"),
        row.getLong("seq"));
  }
}
