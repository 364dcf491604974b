package id.kursi.reservation;

import id.kursi.reservation.DoormanScripts.Believed;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;

/**
 * One slot: its counts as the ledger keeps them, then as its rows say, then the doorman's.
 *
 * @param gated whether capacity binds
 * @param holdsDue holds whose time has ended and that are still to be resolved
 * @param doormanSellable free seats less pending claims in Redis; null where Redis says nothing
 * @param divergence free seats in Redis less those of the ledger; null where Redis says nothing
 */
@RegisterForReflection
record SlotAudit(
    long slotId,
    boolean gated,
    int capacity,
    int taken,
    int waiting,
    long entries,
    long lastSequence,
    long live,
    long inLine,
    long rows,
    long sequences,
    long maxSequence,
    long holdsDue,
    Long doormanSellable,
    Long divergence) {

  static SlotAudit of(Row row, Believed believed) {
    int left = row.getInteger("capacity") - row.getInteger("taken");
    // As it is told to the doorman: nothing is free while somebody waits.
    long free = row.getInteger("waiting") > 0 ? 0 : Math.max(0, left);
    return new SlotAudit(
        row.getLong("slot_id"),
        row.getBoolean("gated"),
        row.getInteger("capacity"),
        row.getInteger("taken"),
        row.getInteger("waiting"),
        row.getLong("entries"),
        row.getLong("last_seq"),
        row.getLong("live"),
        row.getLong("in_line"),
        row.getLong("rows"),
        row.getLong("seqs"),
        row.getLong("max_seq"),
        row.getLong("due"),
        believed == null ? null : Long.valueOf(believed.sellable()),
        believed == null ? null : Long.valueOf(believed.free() - free));
  }

  long oversold() {
    return gated ? Math.max(0, Math.max(live, taken) - capacity) : 0;
  }

  /**
   * Seats that nobody has and nobody can get: free though somebody waits, or free though the
   * doorman refuses.
   */
  long stranded() {
    long free = gated ? Math.max(0, capacity - taken) : 0;
    if (waiting > 0) {
      return free;
    }
    return doormanSellable == null ? 0 : Math.max(0, free - Math.max(0, doormanSellable));
  }

  boolean miscounted() {
    return taken != live
        || waiting != inLine
        || entries != rows
        || sequences != maxSequence
        || lastSequence != maxSequence;
  }
}
