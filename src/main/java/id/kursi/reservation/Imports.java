package id.kursi.reservation;

import id.kursi.platform.Act;
import id.kursi.platform.FieldRule;
import id.kursi.platform.LineError;
import id.kursi.platform.Lines;
import id.kursi.platform.LogEntry;
import id.kursi.reservation.ImportResource.Imported;
import id.kursi.reservation.Snapshot.Intake;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts tables by one call of one function each: all lines, or none and what is wrong with which.
 */
@ApplicationScoped
class Imports {
  /** A table, as the audit log calls what is done, and the function that puts it. */
  enum Table {
    AGENCIES_IMPORTED("import_agencies"),
    OFFICES_IMPORTED("import_offices"),
    SERVICES_IMPORTED("import_services"),
    INTAKES_IMPORTED("import_intakes"),
    SLOTS_IMPORTED("import_slots"),
    ROSTER_IMPORTED("import_roster");

    private final String function;

    Table(String function) {
      this.function = function;
    }
  }

  /**
   * The table and its row in the audit log in one statement. The row is an INSERT and no call of
   * audit(), for a part of a statement that nobody reads is left out unless it writes.
   */
  private static final String AUDITED =
      """
      WITH wrong AS MATERIALIZED (SELECT * FROM %s),
      logged AS (INSERT INTO audit_log (at, actor, action, about, reason)
        SELECT clock_timestamp(), $1::text, $2::text, $3::jsonb, $4::text WHERE NOT EXISTS (SELECT FROM wrong))
      SELECT * FROM wrong""";

  private final LedgerReads ledger;
  private final Snapshots snapshots;

  Imports(LedgerReads ledger, Snapshots snapshots) {
    this.ledger = ledger;
    this.snapshots = snapshots;
  }

  /** A table of its own, such as all agencies. */
  Uni<Imported> put(Table table, List<JsonObject> lines, Act by) {
    var entry = LogEntry.of(by, table.name(), new JsonObject().put("lines", lines.size()));
    return put(table.function + "($5)", entry.with(new JsonArray(lines)), lines.size());
  }

  /** A table that belongs to an intake. */
  Uni<Imported> put(Table table, Intake intake, List<JsonObject> lines, Act by) {
    var about = new JsonObject().put("intake", intake.code()).put("lines", lines.size());
    return put(
        table.function + "($5, $6)",
        LogEntry.of(by, table.name(), about).with(intake.id(), new JsonArray(lines)),
        lines.size());
  }

  private Uni<Imported> put(String call, Tuple arguments, int lines) {
    return ledger
        .command(AUDITED.formatted(call), arguments)
        .invoke(rows -> Lines.refuse(errors(rows)))
        .chain(snapshots::refreshOrFail)
        .map(fresh -> new Imported(lines));
  }

  private static List<LineError> errors(RowSet<Row> rows) {
    var errors = new ArrayList<LineError>();
    rows.forEach(
        row ->
            errors.add(
                LineError.of(
                    row.getLong("line"),
                    FieldRule.valueOf(row.getString("rule")).at(row.getString("field")))));
    return errors;
  }
}
