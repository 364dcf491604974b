package id.kursi.reservation;

import id.kursi.reservation.LedgerTables.Row;
import id.kursi.reservation.LedgerTables.Slot;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What must hold at every commit, and whenever the doorman refuses somebody. */
final class SimChecks {
  private static final Map<Status, Set<Status>> STEPS =
      new EnumMap<>(
          Map.of(
              Status.WAITING, Set.of(Status.HELD, Status.CANCELLED, Status.LAPSED),
              Status.HELD, Set.of(Status.CONFIRMED, Status.CANCELLED, Status.EXPIRED, Status.MOVED),
              Status.CONFIRMED, Set.of(Status.CANCELLED, Status.MOVED)));

  private final ModelLedger rules;
  private final Supplier<LedgerTables> committed;
  private final Consumer<UUID> landed;

  /** The slot's version with which a reservation came to be. */
  private final Map<UUID, Long> madeAt = new HashMap<>();

  /** The newest version of each slot that Redis was ever told, whatever it has forgotten since. */
  private final Map<Long, Long> told = new HashMap<>();

  /**
   * @param landed told of each reservation when it is committed
   */
  SimChecks(ModelLedger rules, Supplier<LedgerTables> committed, Consumer<UUID> landed) {
    this.rules = rules;
    this.committed = committed;
    this.landed = landed;
  }

  static void require(boolean holds, String format, Object... arguments) {
    if (!holds) {
      throw new AssertionError(format.formatted(arguments));
    }
  }

  void commit(LedgerTables before, LedgerTables after) {
    after.slots.values().forEach(slot -> slot(before.slots.get(slot.id()), slot, after));
    after.rows.values().forEach(row -> row(before, row, after));
    require(after.rows.keySet().containsAll(before.rows.keySet()), "a reservation is gone");
    var children = new HashSet<String>();
    after.live().forEach(row -> require(children.add(row.child()), "a child has two seats"));
    var places = new HashSet<String>();
    after.rows.values().stream()
        .filter(Row::isWaiting)
        .forEach(
            row ->
                require(
                    places.add(row.child() + row.slotId()), "a child has two places in a line"));
    after
        .live()
        .forEach(
            row ->
                require(
                    after.seatsOf(row.account()) <= rules.seatsPerAccount(),
                    "%s is over its limit",
                    row.account()));
  }

  private void slot(Slot before, Slot slot, LedgerTables after) {
    long live = after.live().filter(row -> row.slotId() == slot.id()).count();
    require(live <= slot.capacity(), "slot %s is oversold: %s seats taken", slot.id(), live);
    require(live == slot.taken(), "slot %s counts %s of %s", slot.id(), slot.taken(), live);
    long waiting = after.line(slot.id()).count();
    require(waiting == slot.waiting(), "slot %s miscounts its line", slot.id());
    require(waiting <= slot.waitLimit(), "the line of slot %s is too long", slot.id());
    require(
        waiting == 0 || slot.taken() == slot.capacity(),
        "somebody waits for slot %s while a seat is free",
        slot.id());
    require(
        before.equals(slot) || before.version() < slot.version(),
        "slot %s changed and kept its version",
        slot.id());
    var seqs = new HashSet<Long>();
    after.rows.values().stream()
        .filter(row -> row.slotId() == slot.id() && row.seq() != null)
        .forEach(row -> require(seqs.add(row.seq()), "a sequence number was given twice"));
  }

  private void row(LedgerTables before, Row row, LedgerTables after) {
    var was = before.rows.get(row.id());
    if (was == null) {
      madeAt.put(row.id(), after.slots.get(row.slotId()).version());
      landed.accept(row.id());
    }
    if (was == row) {
      return;
    }
    if (was == null || was.seq() == null) {
      require(
          row.seq() == null || row.seq() > before.slots.get(row.slotId()).lastSeq(),
          "a sequence number is not later than those committed before");
    } else {
      require(was.seq().equals(row.seq()), "a sequence number was changed");
    }
    require(
        was == null
            || was.status() == row.status()
            || STEPS.getOrDefault(was.status(), Set.of()).contains(row.status()),
        "no such step");
  }

  void published(SlotCounts slot) {
    told.merge(slot.slotId(), slot.version(), Math::max);
  }

  /** What Redis was told of it never refuses again, however often it forgot and was told anew. */
  void refused(Ask ask) {
    if (committed.get().rows.containsKey(ask.id())) {
      require(
          told.getOrDefault(ask.slotId(), 0L) < madeAt.get(ask.id()),
          "the doorman was told of %s and refused its repeat",
          ModelFunctions.tail(ask.id()));
    }
  }
}
