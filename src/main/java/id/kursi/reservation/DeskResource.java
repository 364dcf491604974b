package id.kursi.reservation;

import id.kursi.platform.Act;
import id.kursi.platform.Crockford;
import id.kursi.platform.CurrentUser;
import id.kursi.platform.FieldRule;
import id.kursi.platform.Form;
import id.kursi.platform.Language;
import id.kursi.platform.Parameters;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;

/** What an officer does for a family at the desk. Each call says why, and the word is kept. */
@Path("/v1/officer/reservations")
@RolesAllowed(Roles.OFFICER)
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
public class DeskResource {
  static final int MAX_TYPED = 32;

  private final Desk desk;
  private final Answers answers;
  private final RefusalProofs proofs;
  private final Snapshots snapshots;
  private final CurrentUser user;
  private final Clock clock;

  DeskResource(
      Desk desk,
      Answers answers,
      RefusalProofs proofs,
      Snapshots snapshots,
      CurrentUser user,
      Clock clock) {
    this.desk = desk;
    this.answers = answers;
    this.proofs = proofs;
    this.snapshots = snapshots;
    this.user = user;
    this.clock = clock;
  }

  /** By NIK or by receipt: {nik} or {receipt}, and why. In a body, for a NIK stands in no URL. */
  @POST
  @Path("search")
  public Uni<DeskView.Found> search(byte[] body) {
    var form = Form.of(body);
    var byReceipt = form.has("receipt");
    var receipt = byReceipt ? form.text("receipt", MAX_TYPED) : null;
    var canonical = receipt == null ? null : Crockford.canonical(receipt);
    form.check("receipt", receipt, canonical != null, FieldRule.RECEIPT);
    form.check("receipt", receipt, !form.has("nik"), FieldRule.ONE_OF);
    var nik = byReceipt ? null : form.text("nik", MAX_TYPED);
    form.check("nik", nik, nik != null && Child.isNik(nik), FieldRule.NIK);
    var look = act(form, "reason");
    form.done();
    return desk.find(nik, canonical, user.offices(), look).map(DeskView.Found::new);
  }

  /** Claims for a family without a phone or a signal: {slotId, child, waitList?, consent}. */
  @PUT
  @Path("{id}")
  public Uni<Response> register(
      String id,
      byte[] body,
      @HeaderParam(Registration.PASS) String pass,
      @HeaderParam("Accept-Language") String wanted) {
    var reservation = Parameters.uuid7("id", id);
    var form = Form.of(body);
    var claim = Registration.Body.read(form, LocalDate.now(clock.withZone(ReservationRoutes.WIB)));
    var act = act(form, "consent");
    form.done();
    var slot = snapshots.current().slots().get(claim.slotId());
    if (slot != null && !user.offices().serve(slot.officeCode())) {
      throw new ProblemException(ProblemType.NOT_YOUR_OFFICE);
    }
    var language = Language.of(wanted);
    return desk.register(reservation, claim, act, pass)
        .map(
            outcome ->
                outcome instanceof Outcome.Refusal refusal
                    ? answers.problem(
                        proofs.proven(answers.problem(refusal), reservation, claim), language)
                    : answers.reply(outcome, language))
        .map(reply -> reply.response());
  }

  @PUT
  @Path("{id}/confirmation")
  public Uni<Response> confirm(
      String id, byte[] body, @HeaderParam("Accept-Language") String wanted) {
    return change(id, body, Status.CONFIRMED, wanted);
  }

  /** Gives up a seat or a place, also one that somebody took wrongly. */
  @PUT
  @Path("{id}/void")
  public Uni<Response> giveUp(
      String id, byte[] body, @HeaderParam("Accept-Language") String wanted) {
    return change(id, body, Status.CANCELLED, wanted);
  }

  private Uni<Response> change(String id, byte[] body, Status to, String wanted) {
    var reservation = Parameters.uuid7("id", id);
    var form = Form.of(body);
    var act = act(form, "reason");
    form.done();
    return desk.change(reservation, to, user.offices(), act)
        .map(outcome -> answers.reply(outcome, Language.of(wanted)).response());
  }

  private Act act(Form form, String field) {
    return new Act(user.account(), form.text(field, Act.MAX_REASON));
  }
}
