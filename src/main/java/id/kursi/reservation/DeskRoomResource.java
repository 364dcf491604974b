package id.kursi.reservation;

import id.kursi.platform.Act;
import id.kursi.platform.CurrentUser;
import id.kursi.platform.FieldRule;
import id.kursi.platform.Form;
import id.kursi.platform.Parameters;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Roles;
import id.kursi.waitingroom.EntryView;
import id.kursi.waitingroom.Family;
import id.kursi.waitingroom.PassView;
import id.kursi.waitingroom.Places;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The waiting room at the desk, for a family without a phone: the same door, the same draw, the
 * same line. An officer acts for families of intakes in which one of the officer's offices takes
 * part. The account is the one to which a claim of the desk belongs, so the pass fits it.
 */
@Path("/v1/officer/intakes/{code}")
@RolesAllowed(Roles.OFFICER)
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
public class DeskRoomResource {
  private final Desk desk;
  private final Places places;
  private final Snapshots snapshots;
  private final CurrentUser user;

  DeskRoomResource(Desk desk, Places places, Snapshots snapshots, CurrentUser user) {
    this.desk = desk;
    this.places = places;
    this.snapshots = snapshots;
    this.user = user;
  }

  /** Enters for a family: {nik, consent}. The receipt is for the family to keep. */
  @PUT
  @Path("waiting-room/entries/{id}")
  public Uni<Response> enter(String code, String id, byte[] body) {
    var entry = Parameters.uuid7("id", id);
    return family(code, body, "consent")
        .chain(family -> places.enter(code, entry, family))
        .map(
            entered -> Response.status(entered.isNew() ? 201 : 200).entity(entered.view()).build());
  }

  /** Where the family stands: {nik, reason}. In a body, for a NIK stands in no URL. */
  @POST
  @Path("waiting-room/search")
  public Uni<EntryView> find(String code, byte[] body) {
    return family(code, body, "reason").chain(family -> places.live(code, family));
  }

  /** Gives the family's place up, as it asks in writing: {nik, consent}. */
  @PUT
  @Path("waiting-room/entries/{id}/withdrawal")
  public Uni<EntryView> leave(String code, String id, byte[] body) {
    var entry = Parameters.uuid7("id", id);
    return family(code, body, "consent").chain(family -> places.leave(code, entry, family));
  }

  /** The family's pass, once its turn has come: {nik, reason}. */
  @POST
  @Path("passes")
  public Uni<PassView> pass(String code, byte[] body) {
    return family(code, body, "reason").chain(family -> places.pass(code, family));
  }

  private Uni<Family> family(String code, byte[] body, String why) {
    var form = Form.of(body);
    var nik = form.text("nik", DeskResource.MAX_TYPED);
    form.check("nik", nik, nik != null && Child.isNik(nik), FieldRule.NIK);
    var reason = form.text(why, Act.MAX_REASON);
    form.done();
    var intake = snapshots.intake(code);
    var offices = user.offices();
    if (intake.slots().stream().noneMatch(slot -> offices.serve(slot.officeCode()))) {
      throw new ProblemException(ProblemType.NOT_YOUR_OFFICE);
    }
    return desk.account(intake, nik)
        .map(account -> account.orElseThrow(() -> new ProblemException(ProblemType.NOT_ON_ROSTER)))
        .map(account -> new Family(account, user.account(), reason));
  }
}
