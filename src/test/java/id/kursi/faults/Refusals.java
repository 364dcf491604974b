package id.kursi.faults;

import id.kursi.faults.Ledger.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether there can have been a ground for each refusal, by all that had been tried until it was
 * heard. When a seat was taken and given back is not known from outside, so a ground is granted
 * wherever one is possible: what is counted has none.
 */
final class Refusals {
  /** The clock by which holds end may be set a little meanwhile. */
  private static final long LEAST_HOLD_NANOS = TestIntake.HOLD.minusMillis(500).toNanos();

  private final Map<Long, Integer> idsOfChild = new HashMap<>();
  private final Map<Long, List<Long>> triesOfSlot = new HashMap<>();
  private final Map<String, List<Long>> rowsOfAccount = new HashMap<>();
  private final Map<Long, Integer> seats;

  private Refusals(Notes notes, Ledger ledger) {
    for (var noted : notes.all()) {
      note(triesOfSlot, noted.slot, noted);
      if (noted.command instanceof Claim claim) {
        idsOfChild.merge(claim.child(), 1, Integer::sum);
      }
    }
    for (var row : ledger.rows()) {
      var noted = notes.of(row.id());
      if (noted != null) {
        note(rowsOfAccount, noted.account, noted);
      }
    }
    seats = ledger.slots().stream().collect(Collectors.toMap(Slot::id, Slot::capacity));
  }

  private static <K> void note(Map<K, List<Long>> sentAt, K key, Noted noted) {
    sentAt.computeIfAbsent(key, none -> new ArrayList<>()).add(noted.sentAt);
  }

  /** Refusals that had no ground. */
  static long unfounded(Notes notes, Ledger ledger) {
    var refusals = new Refusals(notes, ledger);
    return notes.all().stream()
        .mapToLong(
            noted ->
                noted.refusals().stream()
                    .filter(refusal -> !refusals.mayBeRight(refusal, noted))
                    .count())
        .sum();
  }

  private boolean mayBeRight(Note.Refused refusal, Noted noted) {
    return switch (refusal.problem()) {
      case "already-registered" ->
          !(noted.command instanceof Claim claim) || idsOfChild.get(claim.child()) > 1;
      case "account-limit" ->
          before(refusal, rowsOfAccount.get(noted.account)) >= TestIntake.PER_ACCOUNT;
      // Itself is among those that were tried.
      case "slot-full", "wait-list-full" ->
          before(refusal, triesOfSlot.get(noted.slot)) > seats.getOrDefault(noted.slot, 0);
      case "hold-expired" ->
          refusal.step() == null || refusal.at() - noted.sentAt >= LEAST_HOLD_NANOS;
      default -> true;
    };
  }

  private static long before(Note.Refused refusal, List<Long> sentAt) {
    return sentAt == null ? 0 : sentAt.stream().filter(at -> at < refusal.at()).count();
  }
}
