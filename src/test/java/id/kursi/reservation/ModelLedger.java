package id.kursi.reservation;

import id.kursi.reservation.LedgerOutcome.Verdict;
import id.kursi.reservation.LedgerTables.Row;
import id.kursi.reservation.LedgerTables.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * claim_batch and fill_from_list (R__ledger.sql) on {@link LedgerTables}: what one call does
 * between its locks and its commit. An open intake by arrival with a term for its holds; gates,
 * pauses and rosters are left out. LedgerConformanceTest holds it to Postgres.
 *
 * @param offersInside whether a call that frees a seat offers it too; without it a bug is back
 */
record ModelLedger(
    Duration holdFor, int seatsPerAccount, int waitsPerAccount, boolean offersInside) {
  private static final int OFFERS = 1000;

  private record Judged(Claim claim, Verdict refused, Row old) {}

  /**
   * @param seen what the checks see of the rows: the tables themselves, unless a bug is back
   */
  List<LedgerOutcome> claim(
      LedgerTables tables, LedgerTables seen, List<Claim> batch, Instant now) {
    var judged = batch.stream().map(claim -> judge(tables, seen, claim)).toList();
    var waitsBefore =
        batch.stream()
            .map(Claim::account)
            .distinct()
            .collect(Collectors.toMap(account -> account, seen::waitsOf));
    var before = tables.copy();
    var seats = new HashMap<Long, Integer>();
    var places = new HashMap<Long, Integer>();
    var verdicts = new ArrayList<Verdict>();
    for (var entry : judged) {
      verdicts.add(
          entry.refused() != null
              ? entry.refused()
              : place(tables, before, entry.claim(), waitsBefore, seats, places, now));
    }
    counted(tables, seats, places);
    var outcomes = new ArrayList<LedgerOutcome>();
    for (int i = 0; i < batch.size(); i++) {
      outcomes.add(outcome(tables, judged.get(i), verdicts.get(i)));
    }
    return outcomes;
  }

  private Judged judge(LedgerTables tables, LedgerTables seen, Claim claim) {
    var old = seen.rows.get(claim.id());
    if (old != null) {
      boolean same =
          old.account().equals(claim.account()) && Arrays.equals(old.print(), claim.print());
      return new Judged(claim, same ? Verdict.REPEAT : Verdict.ID_IN_USE, same ? old : null);
    }
    if (!tables.slots.containsKey(claim.slotId())) {
      return new Judged(claim, Verdict.UNKNOWN_SLOT, null);
    }
    var child = claim.ask().holder();
    var twin = seen.liveOf(child);
    if (twin == null) {
      twin =
          seen.line(claim.slotId())
              .filter(row -> row.child().equals(child))
              .findFirst()
              .orElse(null);
    }
    if (twin != null) {
      // Only the account's own reservation is shown.
      var shown = twin.account().equals(claim.account()) ? twin : null;
      return new Judged(claim, Verdict.DUPLICATE, shown);
    }
    return new Judged(
        claim,
        seen.seatsOf(claim.account()) >= seatsPerAccount ? Verdict.ACCOUNT_LIMIT : null,
        null);
  }

  private Verdict place(
      LedgerTables tables,
      LedgerTables before,
      Claim claim,
      Map<String, Long> waitsBefore,
      Map<Long, Integer> seats,
      Map<Long, Integer> places,
      Instant now) {
    var slot = before.slots.get(claim.slotId());
    int room = slot.waiting() > 0 ? 0 : slot.capacity() - slot.taken();
    int held = seats.getOrDefault(slot.id(), 0);
    int waits = places.getOrDefault(slot.id(), 0);
    if (held < room) {
      seats.put(slot.id(), held + 1);
      tables.insert(row(claim, Status.HELD, slot.lastSeq() + held + 1, null, now));
      return Verdict.HELD;
    }
    if (!claim.ask().waits()) {
      return Verdict.FULL;
    }
    if (waitsBefore.get(claim.account()) >= waitsPerAccount) {
      return Verdict.ACCOUNT_LIMIT;
    }
    if (slot.waiting() + waits >= slot.waitLimit()) {
      return Verdict.FULL;
    }
    places.put(slot.id(), waits + 1);
    tables.insert(row(claim, Status.WAITING, null, slot.lastWait() + waits + 1, now));
    return Verdict.WAITING;
  }

  private Row row(Claim claim, Status status, Long seq, Long waitNo, Instant now) {
    return new Row(
        claim.id(),
        claim.slotId(),
        claim.account(),
        claim.holder(),
        claim.ask().holder(),
        claim.print(),
        claim.receipt(),
        status,
        seq,
        waitNo,
        status == Status.HELD ? now.plus(holdFor) : null,
        null,
        null,
        now,
        now);
  }

  private static void counted(
      LedgerTables tables, Map<Long, Integer> seats, Map<Long, Integer> places) {
    for (var slot : List.copyOf(tables.slots.values())) {
      int held = seats.getOrDefault(slot.id(), 0);
      int waits = places.getOrDefault(slot.id(), 0);
      if (held + waits > 0) {
        tables.put(slot.count(held, waits, held, waits, held + waits));
      }
    }
  }

  private static LedgerOutcome outcome(LedgerTables tables, Judged judged, Verdict verdict) {
    var slot = tables.slots.get(judged.claim().slotId());
    var row =
        switch (verdict) {
          case HELD, WAITING -> tables.rows.get(judged.claim().id());
          default -> judged.old();
        };
    return new LedgerOutcome(
        verdict, row == null ? null : tables.view(row), slot == null ? null : slot.counts());
  }

  /** Offers the free seats of these slots to whoever waits for them, first come first served. */
  void offer(LedgerTables tables, Set<Long> slots, Instant now) {
    int tried = 0;
    for (var slot : List.copyOf(tables.slots.values())) {
      while (slots.contains(slot.id())
          && slot.taken() < slot.capacity()
          && slot.waiting() > 0
          && tried++ < OFFERS) {
        var first = tables.line(slot.id()).findFirst().orElseThrow();
        slot = offer(tables, slot, first, now);
      }
    }
  }

  private Slot offer(LedgerTables tables, Slot slot, Row first, Instant now) {
    boolean mayHave =
        tables.liveOf(first.child()) == null && tables.seatsOf(first.account()) < seatsPerAccount;
    var next = mayHave ? slot.count(1, -1, 1, 0, 0) : slot.count(0, -1, 0, 0, 0);
    tables.put(next);
    tables.update(
        mayHave
            ? first.with(Status.HELD, next.lastSeq(), now.plus(holdFor), null, now)
            : first.to(Status.LAPSED, now));
    return next;
  }
}
