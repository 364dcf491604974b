package id.kursi.reservation;

import id.kursi.platform.CurrentUser;
import id.kursi.platform.Form;
import id.kursi.platform.Language;
import id.kursi.platform.Parameters;
import id.kursi.platform.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** An officer gives up a seat or a place that somebody took wrongly. Who did it and why is kept. */
@Path("/v1/officer/reservations/{id}")
@RolesAllowed(Roles.OFFICER)
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
public class VoidResource {
  private static final int MAX_REASON = 500;

  private final Reservations reservations;
  private final Answers answers;
  private final CurrentUser user;

  VoidResource(Reservations reservations, Answers answers, CurrentUser user) {
    this.reservations = reservations;
    this.answers = answers;
    this.user = user;
  }

  @PUT
  @Path("void")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> voided(
      String id, byte[] body, @HeaderParam("Accept-Language") String wanted) {
    var reservation = Parameters.uuid7("id", id);
    var form = Form.of(body);
    var reason = form.text("reason", MAX_REASON);
    form.done();
    return reservations
        .voided(reservation, user.account(), reason)
        .map(outcome -> answers.reply(outcome, Language.of(wanted)).response());
  }
}
