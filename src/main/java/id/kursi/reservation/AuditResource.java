package id.kursi.reservation;

import id.kursi.platform.Form;
import id.kursi.platform.Parameters;
import id.kursi.platform.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** For whoever rehearses or supervises an opening: counts only, no child and no account. */
@Path("/v1/operator/intakes/{code}/audit")
@RolesAllowed(Roles.OPERATOR)
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
public class AuditResource {
  /** Notes in one call: with their receipts they fit the body limit. */
  private static final int MAX_NOTES = 300;

  private static final int MAX_BODY = 60 * 1024;
  private static final int RECEIPT = 16;

  private static final int MAX_ROWS = 10_000;
  private static final String FIRST = "";
  private static final UUID NIL = new UUID(0, 0);

  private final Audit audit;
  private final LedgerExport export;
  private final Snapshots snapshots;

  AuditResource(Audit audit, LedgerExport export, Snapshots snapshots) {
    this.audit = audit;
    this.export = export;
    this.snapshots = snapshots;
  }

  @GET
  public Uni<Audit.Report> report(String code) {
    return audit.report(snapshots.intake(code));
  }

  /**
   * The ledger's rows as CSV, without children, accounts and receipts; a Link names the next page.
   */
  @GET
  @Path("ledger")
  @Produces({"text/csv", "application/problem+json"})
  public Uni<Response> rows(
      String code,
      @QueryParam("after") @DefaultValue(FIRST) String after,
      @QueryParam("limit") @DefaultValue("10000") String limit) {
    var intake = snapshots.intake(code);
    var from = after.equals(FIRST) ? NIL : Parameters.uuid7("after", after);
    int most = Parameters.limit("limit", limit, MAX_ROWS);
    return export
        .rows(intake, from, most)
        .map(
            rows -> {
              var next =
                  rows.last() == null
                      ? null
                      : "/v1/operator/intakes/%s/audit/ledger?after=%s&limit=%d"
                          .formatted(code, rows.last(), most);
              return CsvPage.of(rows.csv(), code + "-ledger.csv", next);
            });
  }

  @POST
  @Path("notes")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Audit.Notes> notes(String code, byte[] body) {
    var intake = snapshots.intake(code);
    var form = Form.of(body, MAX_BODY);
    var notes =
        form.list(
            "notes",
            MAX_NOTES,
            note ->
                new Audit.Note(
                    note.uuid7("id"),
                    note.number("slotId", 1, Long.MAX_VALUE),
                    note.has("sequence") ? note.number("sequence", 1, Long.MAX_VALUE) : null,
                    note.text("receipt", RECEIPT)));
    form.done();
    return audit.check(intake, notes);
  }
}
