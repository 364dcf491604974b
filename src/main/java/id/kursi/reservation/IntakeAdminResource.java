package id.kursi.reservation;

import static id.kursi.catalogue.CatalogueResource.MAX_TEXT;

import id.kursi.platform.CurrentUser;
import id.kursi.platform.Form;
import id.kursi.platform.Lines;
import id.kursi.platform.Parameters;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Roles;
import id.kursi.reservation.Gates.Rules;
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
import java.util.List;

/**
 * Creating and steering intakes. Every call may be repeated; the answer is the intake or the slot
 * as it is now.
 */
@Path("/v1/admin/intakes/{code}")
@RolesAllowed(Roles.ADMIN)
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
public class IntakeAdminResource {
  private final Gates gates;
  private final Imports imports;
  private final Snapshots snapshots;
  private final CurrentUser user;

  IntakeAdminResource(Gates gates, Imports imports, Snapshots snapshots, CurrentUser user) {
    this.gates = gates;
    this.imports = imports;
    this.snapshots = snapshots;
    this.user = user;
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<IntakeView> put(String code, byte[] body) {
    var form = Form.of(body);
    Parameters.code("code", code);
    var service = form.code("service");
    var title = form.bilingual("title", MAX_TEXT);
    var rules = Rules.read(form);
    form.done();
    return gates
        .putIntake(service, code, title, rules, user.act())
        .invoke(id -> form.found("service", id.isPresent()))
        .chain(id -> IntakeView.changed(snapshots, code));
  }

  @PUT
  @Path("window")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<IntakeView> window(String code, byte[] body) {
    var intake = snapshots.intake(code);
    var form = Form.of(body);
    var window = Gates.Window.read(form);
    form.done();
    return gates
        .putWindow(intake, window, user.act())
        .chain(done -> IntakeView.changed(snapshots, code));
  }

  @PUT
  @Path("pause")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<IntakeView> pause(String code, byte[] body) {
    var intake = snapshots.intake(code);
    var form = Form.of(body);
    var notice = form.bilingual("notice", MAX_TEXT);
    form.done();
    return gates
        .pause(intake, notice, user.act())
        .chain(done -> IntakeView.changed(snapshots, code));
  }

  @DELETE
  @Path("pause")
  public Uni<IntakeView> resume(String code) {
    return gates
        .resume(snapshots.intake(code), user.act())
        .chain(done -> IntakeView.changed(snapshots, code));
  }

  @PUT
  @Path("slots")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<SlotView> slot(String code, byte[] body) {
    var intake = snapshots.intake(code);
    var form = Form.of(body);
    var office = form.code("office");
    var track = form.code("track");
    var label = form.text("label", MAX_TEXT);
    var capacity = form.integer("capacity", 0, Gates.MAX_SEATS);
    form.done();
    return gates
        .putSlot(intake.id(), office, track, label, capacity, user.act())
        .invoke(slot -> form.found("office", slot.isPresent()))
        .chain(slot -> slotView(slot.orElseThrow()));
  }

  /** Many slots as CSV: all lines or none. */
  @PUT
  @Blocking
  @Path("slots")
  @Consumes("text/csv")
  public Uni<Imported> slots(String code, byte[] csv) {
    var intake = snapshots.intake(code);
    var lines =
        Lines.read(
            csv,
            (number, form) ->
                new JsonObject()
                    .put("line", number)
                    .put("office", form.code("office"))
                    .put("track", form.code("track"))
                    .put("label", form.text("label", MAX_TEXT))
                    .put("capacity", form.integer("capacity", 0, Gates.MAX_SEATS)),
            line ->
                List.of(line.getValue("office"), line.getValue("track"), line.getValue("label")),
            "/label");
    return imports.put(Table.SLOTS_IMPORTED, intake, lines, user.act());
  }

  @PUT
  @Path("slots/{slotId}/capacity")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<SlotView> capacity(String code, long slotId, byte[] body) {
    var intake = snapshots.intake(code);
    if (intake.slots().stream().noneMatch(slot -> slot.id() == slotId)) {
      throw new ProblemException(ProblemType.UNKNOWN_SLOT);
    }
    var form = Form.of(body);
    var capacity = form.integer("capacity", 0, Gates.MAX_SEATS);
    form.done();
    return gates
        .putCapacity(intake.id(), slotId, capacity, user.act())
        .chain(done -> slotView(slotId));
  }

  private Uni<SlotView> slotView(long slotId) {
    return snapshots
        .refreshOrFail()
        .map(fresh -> SlotView.of(snapshots.current().slots().get(slotId)));
  }
}
