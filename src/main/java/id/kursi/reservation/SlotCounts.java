package id.kursi.reservation;

import io.vertx.mutiny.sqlclient.Row;

/**
 * A slot's counts at one version of the ledger.
 *
 * @param entries reservations ever written for the slot
 * @param version grows with every change; of two counts the higher version is the later
 */
record SlotCounts(
    long slotId, int capacity, int taken, int waiting, int waitLimit, long entries, long version) {
  static SlotCounts of(Row row) {
    return row.getLong("counted_slot") == null
        ? null
        : new SlotCounts(
            row.getLong("counted_slot"),
            row.getInteger("slot_capacity"),
            row.getInteger("slot_taken"),
            row.getInteger("slot_waiting"),
            row.getInteger("slot_wait_limit"),
            row.getLong("slot_entries"),
            row.getLong("slot_version"));
  }

  /** Seats that anybody may claim: none while somebody waits. */
  int free() {
    return waiting > 0 ? 0 : Math.max(0, capacity - taken);
  }

  /** Places left in the reserve list. */
  int waitPlaces() {
    return waitLimit - waiting;
  }
}
