package id.kursi.reservation;

import id.kursi.platform.FieldRule;
import id.kursi.platform.LineError;
import id.kursi.platform.Lines;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.reservation.ImportResource.Imported;
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
  private final LedgerReads ledger;
  private final Snapshots snapshots;

  Imports(LedgerReads ledger, Snapshots snapshots) {
    this.ledger = ledger;
    this.snapshots = snapshots;
  }

  Uni<Imported> put(String function, List<JsonObject> lines) {
    return put("SELECT * FROM " + function + "($1)", Tuple.of(new JsonArray(lines)), lines.size());
  }

  Uni<Imported> put(String function, long intake, List<JsonObject> lines) {
    return put(
        "SELECT * FROM " + function + "($1, $2)",
        Tuple.of(intake, new JsonArray(lines)),
        lines.size());
  }

  private Uni<Imported> put(String sql, Tuple arguments, int lines) {
    return ledger
        .command(sql, arguments)
        .onFailure()
        .transform(failure -> new ProblemException(ProblemType.UNAVAILABLE))
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
