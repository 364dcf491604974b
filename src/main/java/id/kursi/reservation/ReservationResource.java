package id.kursi.reservation;

import id.kursi.platform.CurrentUser;
import id.kursi.platform.Form;
import id.kursi.platform.Parameters;
import id.kursi.platform.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Reservations of the account that asks. Ids come from the client (UUIDv7), so that a repeat does
 * no harm.
 */
@Path("/v1/reservations")
@RolesAllowed(Roles.CITIZEN)
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
@Tag(name = "Reservations")
public class ReservationResource {
  static final ZoneId WIB = ZoneId.of("Asia/Jakarta");
  private static final int MAX_PAGE = 100;

  private final Reservations reservations;
  private final OwnReservations own;
  private final Answers answers;
  private final CurrentUser user;
  private final Clock clock;

  ReservationResource(
      Reservations reservations,
      OwnReservations own,
      Answers answers,
      CurrentUser user,
      Clock clock) {
    this.reservations = reservations;
    this.own = own;
    this.answers = answers;
    this.user = user;
    this.clock = clock;
  }

  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Claim a seat, or a place in the reserve list: {slotId, child, waitList?}")
  public Uni<Response> reserve(String id, byte[] body) {
    var reservationId = Parameters.uuid7("id", id);
    var form = Form.of(body);
    var slotId = form.number("slotId", 1, Long.MAX_VALUE);
    var waits = form.flag("waitList");
    var child = Child.read(form.object("child"), LocalDate.now(clock.withZone(WIB)));
    form.done();
    return reservations
        .reserve(reservationId, user.account(), slotId, waits, child)
        .map(answers::response);
  }

  @PUT
  @Path("{id}/confirmation")
  @Operation(summary = "Confirm a held seat")
  public Uni<Response> confirm(String id) {
    return reservations
        .change(Parameters.uuid7("id", id), user.account(), Status.CONFIRMED)
        .map(answers::response);
  }

  @PUT
  @Path("{id}/cancellation")
  @Operation(summary = "Give up a seat or a place in the reserve list")
  public Uni<Response> cancel(String id) {
    return reservations
        .change(Parameters.uuid7("id", id), user.account(), Status.CANCELLED)
        .map(answers::response);
  }

  @PUT
  @Path("{id}/move")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary =
          "Move to another slot of the intake: {id, slotId}, the id being the new reservation's")
  public Uni<Response> move(String id, byte[] body) {
    var from = Parameters.uuid7("id", id);
    var form = Form.of(body);
    var to = form.uuid7("id");
    var slotId = form.number("slotId", 1, Long.MAX_VALUE);
    form.done();
    return reservations.move(from, to, user.account(), slotId).map(answers::response);
  }

  @GET
  @Path("{id}")
  @Operation(summary = "One reservation, with the child")
  public Uni<ReservationView> one(String id) {
    return own.one(Parameters.uuid7("id", id), user.account());
  }

  @GET
  @Operation(summary = "The account's reservations, newest first")
  public Uni<ReservationView.Page> mine(
      @QueryParam("after") String after, @QueryParam("limit") @DefaultValue("20") String limit) {
    return own.page(
        user.account(),
        after == null ? null : Parameters.uuid7("after", after),
        Parameters.limit("limit", limit, MAX_PAGE));
  }
}
