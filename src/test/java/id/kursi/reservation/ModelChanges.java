package id.kursi.reservation;

import id.kursi.reservation.LedgerOutcome.Verdict;
import id.kursi.reservation.LedgerTables.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * resolve_batch and move_batch on {@link LedgerTables}. What a call frees it offers at once, unless
 * the ledger's bug is back.
 */
record ModelChanges(ModelLedger ledger) {
  /**
   * @param arrived the tables as the call found them before it waited for its locks: rows of slots
   *     that it did not know of then are not there for it
   */
  List<LedgerOutcome> resolve(
      LedgerTables tables, LedgerTables arrived, List<Change> batch, Instant now) {
    var slots = slotsOf(arrived, batch.stream().map(Change::id).toList());
    var freed = new HashMap<Long, Integer>();
    var left = new HashMap<Long, Integer>();
    var verdicts =
        batch.stream().map(change -> step(tables, slots, change, freed, left, now)).toList();
    for (var slot : List.copyOf(tables.slots.values())) {
      if (freed.containsKey(slot.id()) || left.containsKey(slot.id())) {
        int seats = freed.getOrDefault(slot.id(), 0);
        tables.put(slot.count(-seats, -left.getOrDefault(slot.id(), 0), 0, 0, 0));
      }
    }
    if (ledger.offersInside()) {
      ledger.offer(tables, slots, now);
    }
    var outcomes = new ArrayList<LedgerOutcome>();
    for (int i = 0; i < batch.size(); i++) {
      var row = verdicts.get(i) == Verdict.NOT_FOUND ? null : tables.rows.get(batch.get(i).id());
      outcomes.add(outcome(tables, verdicts.get(i), row, row == null ? null : row.slotId()));
    }
    return outcomes;
  }

  private static LedgerOutcome outcome(LedgerTables tables, Verdict verdict, Row row, Long slotId) {
    var slot = slotId == null ? null : tables.slots.get(slotId);
    return new LedgerOutcome(
        verdict, row == null ? null : tables.view(row), slot == null ? null : slot.counts());
  }

  private static Set<Long> slotsOf(LedgerTables tables, List<UUID> ids) {
    return ids.stream()
        .map(tables.rows::get)
        .filter(Objects::nonNull)
        .map(Row::slotId)
        .collect(Collectors.toSet());
  }

  private static Verdict step(
      LedgerTables tables,
      Set<Long> slots,
      Change change,
      Map<Long, Integer> freed,
      Map<Long, Integer> left,
      Instant now) {
    var row = tables.rows.get(change.id());
    if (row == null
        || !slots.contains(row.slotId())
        || (change.account() != null && !change.account().equals(row.account()))) {
      return Verdict.NOT_FOUND;
    }
    boolean due = isDue(row, now);
    var becomes = due ? Status.EXPIRED : allowed(row, change.to());
    if (becomes != null) {
      tables.update(row.to(becomes, now));
    }
    if (becomes == Status.CANCELLED || becomes == Status.EXPIRED) {
      (row.isLive() ? freed : left).merge(row.slotId(), 1, Integer::sum);
    }
    if (row.status() == change.to()) {
      return Verdict.REPEAT;
    }
    if (becomes == change.to()) {
      return Verdict.DONE;
    }
    return due || (row.status() == Status.EXPIRED && change.to() == Status.CONFIRMED)
        ? Verdict.HOLD_EXPIRED
        : Verdict.WRONG_STATE;
  }

  private static boolean isDue(Row row, Instant now) {
    return row.status() == Status.HELD && !row.holdUntil().isAfter(now);
  }

  private static Status allowed(Row row, Status to) {
    return (to == Status.CONFIRMED && row.status() == Status.HELD)
            || (to == Status.CANCELLED && (row.isLive() || row.isWaiting()))
        ? to
        : null;
  }

  List<LedgerOutcome> move(
      LedgerTables tables, LedgerTables arrived, List<Move> batch, Instant now) {
    var left = slotsOf(arrived, batch.stream().map(Move::from).toList());
    var verdicts = batch.stream().map(move -> moved(tables, left, move, now)).toList();
    if (ledger.offersInside()) {
      ledger.offer(tables, left, now);
    }
    var outcomes = new ArrayList<LedgerOutcome>();
    for (int i = 0; i < batch.size(); i++) {
      var move = batch.get(i);
      var shown =
          switch (verdicts.get(i)) {
            case REPEAT, DONE -> move.to();
            case ID_IN_USE, NOT_FOUND -> null;
            default -> move.from();
          };
      var row = shown == null ? null : tables.rows.get(shown);
      outcomes.add(outcome(tables, verdicts.get(i), row, move.slotId()));
    }
    return outcomes;
  }

  private static Verdict moved(LedgerTables tables, Set<Long> left, Move move, Instant now) {
    var there = tables.rows.get(move.to());
    if (there != null) {
      boolean same =
          there.account().equals(move.account())
              && java.util.Arrays.equals(there.print(), move.print());
      return same ? Verdict.REPEAT : Verdict.ID_IN_USE;
    }
    var old = tables.rows.get(move.from());
    if (old == null || !old.account().equals(move.account()) || !left.contains(old.slotId())) {
      return Verdict.NOT_FOUND;
    }
    var slot = tables.slots.get(move.slotId());
    if (slot == null) {
      return Verdict.UNKNOWN_SLOT;
    }
    if (isDue(old, now)) {
      tables.update(old.to(Status.EXPIRED, now));
      tables.put(tables.slots.get(old.slotId()).count(-1, 0, 0, 0, 0));
      return Verdict.HOLD_EXPIRED;
    }
    if (old.status() == Status.EXPIRED) {
      return Verdict.HOLD_EXPIRED;
    }
    if (!old.isLive()) {
      return Verdict.WRONG_STATE;
    }
    if (old.slotId() == slot.id()) {
      return Verdict.SAME_SLOT;
    }
    if (slot.waiting() > 0 || slot.taken() >= slot.capacity()) {
      return Verdict.FULL;
    }
    take(tables, old, move, now);
    return Verdict.DONE;
  }

  private static void take(LedgerTables tables, Row old, Move move, Instant now) {
    tables.update(old.with(Status.MOVED, old.seq(), old.holdUntil(), move.to(), now));
    tables.put(tables.slots.get(old.slotId()).count(-1, 0, 0, 0, 0));
    var slot = tables.slots.get(move.slotId()).count(1, 0, 1, 0, 1);
    tables.put(slot);
    tables.insert(
        new Row(
            move.to(),
            slot.id(),
            old.account(),
            old.holder(),
            old.child(),
            move.print(),
            move.receipt(),
            old.status(),
            slot.lastSeq(),
            null,
            old.holdUntil(),
            old.id(),
            null,
            now,
            now));
  }
}
