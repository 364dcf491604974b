package id.kursi.faults;

import id.kursi.faults.Ledger.Row;
import id.kursi.faults.Ledger.Slot;
import id.kursi.faults.Noted.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;

/** Notes and rows of a round that agree. */
abstract class SoundRound {
  static final Instant MADE = Instant.parse("2026-07-01T01:00:00.123456Z");
  static final long SLOT = 7;

  final Notes notes = new Notes();
  final List<Row> rows = new ArrayList<>();
  Slot slot = new Slot(SLOT, 2, 2, 1, 2, 3);
  long children;
  Noted first;
  Noted second;
  Noted waiting;

  /** Two seats of two are taken, the second sent after the first was told, and one waits. */
  @BeforeEach
  void sound() {
    first = noted(100);
    tell(first, "R1", 1L, Status.HELD, 150);
    second = noted(200);
    tell(second, "R2", 2L, Status.HELD, 250);
    waiting = noted(300);
    tell(waiting, "R3", null, Status.WAITING, 350);
    rows.add(row(first, "R1", 1L, Status.HELD));
    rows.add(row(second, "R2", 2L, Status.HELD));
    rows.add(row(waiting, "R3", null, Status.WAITING));
  }

  Noted noted(long sentAt) {
    return noted(sentAt, ++children);
  }

  Noted noted(long sentAt, long child) {
    return notes.tried(new Noted(new Claim(Claim.uuid7(), "a", SLOT, child, true), sentAt));
  }

  static void tell(Noted noted, String receipt, Long seq, Status status, long at) {
    noted.told(new Told(SLOT, receipt, MADE, seq, status), noted.sentAt, at);
  }

  static Row row(Noted noted, String receipt, Long seq, Status status) {
    return new Row(noted.id, SLOT, "a", "child " + noted.id, receipt, status, seq, MADE, false);
  }

  /** What is found, without the counts of nothing. */
  Map<Breach, Long> found() {
    return found(0);
  }

  Map<Breach, Long> found(int atLeast) {
    return some(RoundAudit.of(notes, ledger(), atLeast));
  }

  Ledger ledger() {
    return new Ledger(List.copyOf(rows), List.of(slot), "");
  }

  static Map<Breach, Long> some(Map<Breach, Long> found) {
    return found.entrySet().stream()
        .filter(one -> one.getValue() != 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
