package id.kursi.faults;

import id.kursi.faults.Ledger.Row;
import id.kursi.faults.Ledger.Slot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Compares what the clients wrote down with what the ledger holds. Touches neither. */
final class RoundAudit {
  private final Notes notes;
  private final Ledger ledger;
  private final Map<UUID, Row> rows;
  private final Map<Long, List<Row>> bySlot;

  private RoundAudit(Notes notes, Ledger ledger) {
    this.notes = notes;
    this.ledger = ledger;
    rows = ledger.rows().stream().collect(Collectors.toMap(Row::id, Function.identity()));
    bySlot = ledger.rows().stream().collect(Collectors.groupingBy(Row::slot));
  }

  /**
   * Every count, those of nothing among them.
   *
   * @param atLeast acknowledgements, fewer than which show nothing
   */
  static Map<Breach, Long> of(Notes notes, Ledger ledger, int atLeast) {
    var audit = new RoundAudit(notes, ledger);
    var found = new EnumMap<Breach, Long>(Breach.class);
    found.putAll(audit.ofAnyMoment());
    found.put(Breach.MISSING, audit.acknowledged(noted -> audit.row(noted) == null));
    found.put(
        Breach.UNDONE,
        audit.acknowledged(
            noted -> audit.row(noted) != null && !noted.allows(audit.row(noted).status())));
    found.put(
        Breach.ALTERED,
        audit.acknowledged(noted -> audit.row(noted) != null && differs(noted, audit.row(noted))));
    found.put(
        Breach.UNKNOWN, ledger.rows().stream().filter(row -> notes.of(row.id()) == null).count());
    found.put(Breach.STRANDED, audit.slots(RoundAudit::stranded) + audit.overdue());
    found.put(Breach.CHANGED, notes.all().stream().mapToLong(Noted::changed).sum());
    found.put(Breach.OUT_OF_ORDER, audit.outOfOrder());
    found.put(Breach.UNFOUNDED, Refusals.unfounded(notes, ledger));
    found.put(
        Breach.UNFORESEEN, notes.unforeseen().values().stream().mapToLong(Long::longValue).sum());
    found.put(Breach.UNANSWERED, notes.unanswered());
    found.put(Breach.IDLE, notes.acknowledged() < atLeast ? 1L : 0L);
    return found;
  }

  /** What holds after each commit, whatever the clients know of it by then. */
  static Map<Breach, Long> ofAnyMoment(Ledger ledger) {
    return new RoundAudit(new Notes(), ledger).ofAnyMoment();
  }

  private Map<Breach, Long> ofAnyMoment() {
    return Map.of(
        Breach.OVERSOLD,
        slots(this::oversold),
        Breach.DOUBLED,
        doubled(),
        Breach.MISCOUNTED,
        slots(slot -> miscounted(slot) ? 1 : 0));
  }

  private Row row(Noted noted) {
    return rows.get(noted.id);
  }

  private long acknowledged(Predicate<Noted> breach) {
    return notes.all().stream().filter(Noted::isAcknowledged).filter(breach).count();
  }

  private long slots(Function<Slot, Integer> seats) {
    return ledger.slots().stream().mapToLong(seats::apply).sum();
  }

  private List<Row> in(Slot slot) {
    return bySlot.getOrDefault(slot.id(), List.of());
  }

  private int live(Slot slot) {
    return (int) in(slot).stream().filter(row -> row.status().isLive()).count();
  }

  private static boolean differs(Noted noted, Row row) {
    var first = noted.first();
    return row.slot() != first.slot()
        || !row.account().equals(noted.account)
        || !row.receipt().equals(first.receipt())
        || !row.createdAt().equals(first.createdAt())
        || (noted.seq() != null && !noted.seq().equals(row.seq()));
  }

  private int oversold(Slot slot) {
    return Math.max(0, Math.max(live(slot), slot.taken()) - slot.capacity());
  }

  /** Free though somebody waits. */
  private static int stranded(Slot slot) {
    return slot.waiting() > 0 ? Math.max(0, slot.capacity() - slot.taken()) : 0;
  }

  /** Held by nobody any more, and not given on. */
  private long overdue() {
    return ledger.rows().stream().filter(Row::overdue).count();
  }

  private long doubled() {
    return repeated(row -> row.status().isLive(), Row::holder)
        + repeated(row -> row.status() == Status.WAITING, row -> row.slot() + row.holder());
  }

  private long repeated(Predicate<Row> which, Function<Row, String> key) {
    var seen = new HashSet<String>();
    return ledger.rows().stream().filter(which).filter(row -> !seen.add(key.apply(row))).count();
  }

  private boolean miscounted(Slot slot) {
    var seqs = in(slot).stream().map(Row::seq).filter(Objects::nonNull).toList();
    long waiting = in(slot).stream().filter(row -> row.status() == Status.WAITING).count();
    return slot.taken() != live(slot)
        || slot.waiting() != waiting
        || slot.entries() != in(slot).size()
        || slot.lastSeq() != seqs.size()
        || Set.copyOf(seqs).size() != seqs.size()
        || seqs.stream().anyMatch(seq -> seq < 1 || seq > slot.lastSeq());
  }

  /**
   * Whoever was sent after another's number had been told must have a higher one. More is not owed:
   * of two that were under way together either may come first.
   */
  private long outOfOrder() {
    long breaches = 0;
    for (var slot : bySlot.values()) {
      var numbered = new ArrayList<>(slot.stream().filter(row -> row.seq() != null).toList());
      numbered.sort(Comparator.comparing(Row::seq).reversed());
      long toldFirst = Long.MAX_VALUE;
      for (var row : numbered) {
        var noted = notes.of(row.id());
        if (noted == null) {
          continue;
        }
        if (toldFirst < noted.sentAt) {
          breaches++;
        }
        toldFirst = Math.min(toldFirst, noted.seqToldAt());
      }
    }
    return breaches;
  }

  /** Keeps the higher count of each: what is found at several moments is mostly the same. */
  static void worst(Map<Breach, Long> of, Map<Breach, Long> found) {
    found.forEach((breach, count) -> of.merge(breach, count, Math::max));
  }

  /** Adds up. */
  static void add(Map<Breach, Long> to, Map<Breach, Long> found) {
    found.forEach((breach, count) -> to.merge(breach, count, Long::sum));
  }
}
