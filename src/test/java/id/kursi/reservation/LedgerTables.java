package id.kursi.reservation;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The ledger's tables for one intake by arrival, as one state of them: a transaction works on a
 * copy. Rows and slots are values, so a copy shares them.
 */
final class LedgerTables {
  record Slot(
      long id,
      int capacity,
      int taken,
      int waiting,
      int waitLimit,
      long lastSeq,
      long lastWait,
      long entries,
      long version) {
    Slot count(int taken, int waiting, int seqs, int waits, int entries) {
      return new Slot(
          id,
          capacity,
          this.taken + taken,
          this.waiting + waiting,
          waitLimit,
          lastSeq + seqs,
          lastWait + waits,
          this.entries + entries,
          version + 1);
    }

    SlotCounts counts() {
      return new SlotCounts(id, capacity, taken, waiting, waitLimit, entries, version);
    }
  }

  record Row(
      UUID id,
      long slotId,
      String account,
      byte[] holder,
      String child,
      byte[] print,
      String receipt,
      Status status,
      Long seq,
      Long waitNo,
      Instant holdUntil,
      UUID movedFrom,
      UUID movedTo,
      Instant createdAt,
      Instant changedAt) {
    boolean isLive() {
      return status == Status.HELD || status == Status.CONFIRMED;
    }

    boolean isWaiting() {
      return status == Status.WAITING;
    }

    Row to(Status next, Instant now) {
      return with(next, seq, holdUntil, movedTo, now);
    }

    Row with(Status next, Long number, Instant until, UUID to, Instant now) {
      return new Row(
          id, slotId, account, holder, child, print, receipt, next, number, waitNo, until,
          movedFrom, to, createdAt, now);
    }
  }

  final long intakeId;
  final Map<Long, Slot> slots = new TreeMap<>();
  final Map<UUID, Row> rows = new LinkedHashMap<>();
  Instant untoldUntil = Instant.MIN;

  LedgerTables(long intakeId) {
    this.intakeId = intakeId;
  }

  LedgerTables copy() {
    var copy = new LedgerTables(intakeId);
    copy.slots.putAll(slots);
    copy.rows.putAll(rows);
    copy.untoldUntil = untoldUntil;
    return copy;
  }

  void put(Slot slot) {
    slots.put(slot.id(), slot);
  }

  /** The primary key: in the real ledger too it is only the second guard. */
  void insert(Row row) {
    if (rows.putIfAbsent(row.id(), row) != null) {
      throw new AssertionError("an id was applied twice: " + row.id());
    }
  }

  void update(Row row) {
    rows.put(row.id(), row);
  }

  Stream<Row> live() {
    return rows.values().stream().filter(Row::isLive);
  }

  Row liveOf(String child) {
    return live().filter(row -> row.child().equals(child)).findFirst().orElse(null);
  }

  long seatsOf(String account) {
    return live().filter(row -> row.account().equals(account)).count();
  }

  Stream<Row> line(long slot) {
    return rows.values().stream()
        .filter(row -> row.isWaiting() && row.slotId() == slot)
        .sorted(Comparator.comparing(Row::waitNo));
  }

  long waitsOf(String account) {
    return rows.values().stream()
        .filter(row -> row.isWaiting() && row.account().equals(account))
        .count();
  }

  Reservation view(Row row) {
    return new Reservation(
        row.id(),
        intakeId,
        row.slotId(),
        row.status(),
        row.seq(),
        row.isWaiting()
            ? Long.valueOf(
                line(row.slotId()).filter(other -> other.waitNo() <= row.waitNo()).count())
            : null,
        row.holdUntil(),
        row.receipt(),
        row.movedFrom(),
        row.movedTo(),
        row.createdAt(),
        row.changedAt());
  }
}
