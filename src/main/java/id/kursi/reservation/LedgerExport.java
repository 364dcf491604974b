package id.kursi.reservation;

import id.kursi.platform.Cells;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** The ledger's rows for whoever examines an intake elsewhere: nobody is named in them. */
@ApplicationScoped
class LedgerExport {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "slot_id",
          "status",
          "seq",
          "wait_no",
          "hold_until",
          "moved_from",
          "moved_to",
          "admitted_position",
          "admitted_pointer",
          "created_at",
          "changed_at");
  private static final String ROWS =
      "SELECT "
          + String.join(", ", COLUMNS)
          + " FROM reservation WHERE intake_id + 0 = $1 AND id > $2 ORDER BY id LIMIT $3";

  /**
   * @param last the last id of a full page; null on the last page
   */
  record Rows(String csv, UUID last) {}

  private final LedgerReads ledger;

  LedgerExport(LedgerReads ledger) {
    this.ledger = ledger;
  }

  /** By id, which is the order in which the clients made them. */
  Uni<Rows> rows(Snapshot.Intake intake, UUID after, int limit) {
    return ledger
        .ask(ROWS, intake.id(), after, limit)
        .map(
            rows -> {
              var lines = new ArrayList<List<String>>();
              lines.add(COLUMNS);
              UUID last = null;
              for (var row : rows) {
                lines.add(line(row));
                last = row.getUUID("id");
              }
              return new Rows(Cells.csv(lines), rows.size() == limit ? last : null);
            });
  }

  private static List<String> line(Row row) {
    return Stream.iterate(0, i -> i < COLUMNS.size(), i -> i + 1)
        .map(i -> Objects.toString(row.getValue(i), ""))
        .toList();
  }
}
