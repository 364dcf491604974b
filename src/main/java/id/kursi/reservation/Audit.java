package id.kursi.reservation;

import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.reservation.DoormanScripts.Believed;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Compares what the ledger counts, what its rows say, what the doorman believes and what clients
 * were told.
 */
@ApplicationScoped
class Audit {
  private static final String SLOTS =
      "SELECT * FROM slot_audit WHERE intake_id = $1 ORDER BY slot_id";
  private static final String DOUBLED =
      """
      SELECT count(*) AS doubled FROM (SELECT 1 FROM reservation WHERE intake_id = $1 AND status IN ('HELD', 'CONFIRMED')
      GROUP BY holder HAVING count(*) > 1) d""";
  private static final String SERVER =
      """
      SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit,
             current_setting('server_version') AS server_version,
             (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()) AS commits""";
  private static final String CALLS =
      "SELECT funcname, calls FROM pg_stat_user_functions WHERE funcname IN ('claim_batch', 'resolve_batch', 'move_batch')";
  private static final String NOTED =
      """
      SELECT id, slot_id, seq, receipt FROM reservation WHERE id = ANY ($1) AND intake_id = $2""";

  /**
   * @param ledgerCalls calls of the ledger's functions since the database's statistics began, as
   *     Postgres counts them
   * @param commits transactions committed in this database, as Postgres counts them
   */
  @RegisterForReflection
  record Report(
      String intake,
      Instant asOf,
      String serverVersion,
      String fsync,
      String synchronousCommit,
      long commits,
      Map<String, Long> ledgerCalls,
      boolean doormanTrusted,
      long rows,
      long oversold,
      long doubledChildren,
      long stranded,
      long miscounted,
      Totals totals,
      List<SlotAudit> slots) {}

  /**
   * All slots together.
   *
   * @param doormanSellable of the slots that Redis knows
   * @param divergence seats by which Redis and the ledger differ, in either direction
   */
  @RegisterForReflection
  record Totals(
      long capacity,
      long taken,
      long live,
      long holdsDue,
      long inLine,
      long doormanSellable,
      long divergence) {
    static Totals of(List<SlotAudit> slots) {
      return new Totals(
          slots.stream().mapToLong(SlotAudit::capacity).sum(),
          slots.stream().mapToLong(SlotAudit::taken).sum(),
          slots.stream().mapToLong(SlotAudit::live).sum(),
          slots.stream().mapToLong(SlotAudit::holdsDue).sum(),
          slots.stream().mapToLong(SlotAudit::inLine).sum(),
          slots.stream().mapToLong(slot -> or0(slot.doormanSellable())).sum(),
          slots.stream().mapToLong(slot -> Math.abs(or0(slot.divergence()))).sum());
    }

    private static long or0(Long number) {
      return number == null ? 0 : number;
    }
  }

  /** What a client wrote down of an acknowledgement. */
  record Note(UUID id, Long slotId, Long sequence, String receipt) {}

  /**
   * @param different those whose slot, sequence number or receipt is another in the ledger
   */
  @RegisterForReflection
  record Notes(int checked, List<UUID> missing, List<UUID> different) {}

  private final LedgerReads ledger;
  private final SeatCounter counter;
  private final Snapshots snapshots;

  Audit(LedgerReads ledger, SeatCounter counter, Snapshots snapshots) {
    this.ledger = ledger;
    this.counter = counter;
    this.snapshots = snapshots;
  }

  Uni<Report> report(Snapshot.Intake intake) {
    // The doorman first: what it believes now, before the next tick tells it anything.
    return counter
        .believed(intake.id(), intake.slots().stream().map(Snapshot.Slot::id).toList())
        .onFailure()
        .transform(silent -> new ProblemException(ProblemType.UNAVAILABLE))
        .chain(believed -> ledger.ask(SLOTS, intake.id()).map(rows -> slots(rows, believed)))
        .chain(
            slots ->
                ledger
                    .ask(DOUBLED, intake.id())
                    .map(rows -> rows.iterator().next().getLong("doubled"))
                    .chain(doubled -> server(intake, slots, doubled)));
  }

  private static List<SlotAudit> slots(RowSet<Row> rows, Map<Long, Believed> believed) {
    var slots = new ArrayList<SlotAudit>();
    rows.forEach(row -> slots.add(SlotAudit.of(row, believed.get(row.getLong("slot_id")))));
    return slots;
  }

  private Uni<Report> server(Snapshot.Intake intake, List<SlotAudit> slots, long doubled) {
    return ledger
        .ask(CALLS)
        .chain(
            calls ->
                ledger
                    .ask(SERVER)
                    .map(
                        rows -> {
                          var server = rows.iterator().next();
                          var ledgerCalls = new HashMap<String, Long>();
                          calls.forEach(
                              row ->
                                  ledgerCalls.put(row.getString("funcname"), row.getLong("calls")));
                          return new Report(
                              intake.code(),
                              snapshots.now(),
                              server.getString("server_version"),
                              server.getString("fsync"),
                              server.getString("synchronous_commit"),
                              server.getLong("commits"),
                              ledgerCalls,
                              counter.isTrusted(),
                              slots.stream().mapToLong(SlotAudit::rows).sum(),
                              slots.stream().mapToLong(SlotAudit::oversold).sum(),
                              doubled,
                              slots.stream().mapToLong(SlotAudit::stranded).sum(),
                              slots.stream().filter(SlotAudit::miscounted).count(),
                              Totals.of(slots),
                              slots);
                        }));
  }

  Uni<Notes> check(Snapshot.Intake intake, List<Note> notes) {
    var ids = notes.stream().map(Note::id).toArray(UUID[]::new);
    return ledger
        .ask(NOTED, (Object) ids, intake.id())
        .map(
            rows -> {
              var found = new HashMap<UUID, Row>();
              rows.forEach(row -> found.put(row.getUUID("id"), row));
              var missing =
                  notes.stream()
                      .filter(note -> !found.containsKey(note.id()))
                      .map(Note::id)
                      .toList();
              var different =
                  notes.stream()
                      .filter(
                          note ->
                              found.containsKey(note.id()) && differs(note, found.get(note.id())))
                      .map(Note::id)
                      .toList();
              return new Notes(notes.size(), missing, different);
            });
  }

  /** A place in the reserve list has no sequence number yet when it is noted. */
  private static boolean differs(Note note, Row row) {
    return !note.slotId().equals(row.getLong("slot_id"))
        || (note.sequence() != null && !note.sequence().equals(row.getLong("seq")))
        || !note.receipt().equals(row.getString("receipt"));
  }
}
