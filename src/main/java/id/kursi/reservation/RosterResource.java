package id.kursi.reservation;

import id.kursi.platform.CurrentUser;
import id.kursi.platform.FieldRule;
import id.kursi.platform.Form;
import id.kursi.platform.Lines;
import id.kursi.platform.Roles;
import id.kursi.platform.Seals;
import id.kursi.reservation.ImportResource.Imported;
import id.kursi.reservation.Imports.Table;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.HexFormat;

/**
 * The list of verified children of an intake, each with its family's account. From the first line
 * on nobody else can claim. A NIK is hashed before it leaves this class.
 */
@Path("/v1/admin/intakes/{code}/roster")
@RolesAllowed(Roles.ADMIN)
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
public class RosterResource {
  private static final int MAX_NIK = 32;
  private static final int MAX_ACCOUNT = 128;

  /** Whether the line puts a child on the list or takes it off. */
  private enum Listed {
    VERIFIED,
    WITHDRAWN
  }

  private final Imports imports;
  private final Gates gates;
  private final Snapshots snapshots;
  private final Seals seals;
  private final CurrentUser user;

  RosterResource(Imports imports, Gates gates, Snapshots snapshots, Seals seals, CurrentUser user) {
    this.imports = imports;
    this.gates = gates;
    this.snapshots = snapshots;
    this.seals = seals;
    this.user = user;
  }

  /** Lines are added to those that are there: nik, account, status (VERIFIED unless it says so). */
  @PUT
  @Blocking
  @Consumes("text/csv")
  public Uni<Imported> put(String code, byte[] csv) {
    var intake = snapshots.intake(code);
    var lines =
        Lines.read(
            csv, (number, form) -> line(number, form), line -> line.getValue("holder"), "/nik");
    return imports.put(Table.ROSTER_IMPORTED, intake, lines, user.act());
  }

  private JsonObject line(long number, Form form) {
    var nik = form.text("nik", MAX_NIK);
    form.check("nik", nik, nik != null && Child.isNik(nik), FieldRule.NIK);
    var status = form.has("status") ? form.oneOf("status", Listed.class) : Listed.VERIFIED;
    return new JsonObject()
        .put("line", number)
        .put("holder", nik == null ? null : HexFormat.of().formatHex(Child.holder(seals, nik)))
        .put("account", form.text("account", MAX_ACCOUNT))
        .put("status", status == null ? null : status.name());
  }

  /** The intake is open to every child again. */
  @DELETE
  public Uni<IntakeView> drop(String code) {
    return gates
        .dropRoster(snapshots.intake(code), user.act())
        .chain(() -> IntakeView.changed(snapshots, code));
  }
}
