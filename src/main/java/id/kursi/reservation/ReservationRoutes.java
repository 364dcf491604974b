package id.kursi.reservation;

import id.kursi.platform.DirectRoutes;
import id.kursi.platform.DirectRoutes.Asked;
import id.kursi.platform.Form;
import id.kursi.platform.Json;
import id.kursi.platform.Parameters;
import id.kursi.platform.Reply;
import id.kursi.platform.Roles;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reservations of the account that asks. Ids come from the client (UUIDv7), so that a repeat does
 * no harm.
 */
@ApplicationScoped
class ReservationRoutes {
  static final ZoneId WIB = ZoneId.of("Asia/Jakarta");
  private static final int MAX_PAGE = 100;
  private static final String DEFAULT_PAGE = "20";

  private final Reservations reservations;
  private final OwnReservations own;
  private final Answers answers;
  private final DirectRoutes routes;
  private final RateLimits limits;
  private final Json json;
  private final Clock clock;

  ReservationRoutes(
      Reservations reservations,
      OwnReservations own,
      Answers answers,
      DirectRoutes routes,
      RateLimits limits,
      Json json,
      Clock clock) {
    this.reservations = reservations;
    this.own = own;
    this.answers = answers;
    this.routes = routes;
    this.limits = limits;
    this.json = json;
    this.clock = clock;
  }

  void register(@Observes Router router) {
    route(router, HttpMethod.PUT, "/v1/reservations/:id", this::reserve);
    route(router, HttpMethod.PUT, "/v1/reservations/:id/confirmation", this::confirm);
    route(router, HttpMethod.PUT, "/v1/reservations/:id/cancellation", this::cancel);
    route(router, HttpMethod.PUT, "/v1/reservations/:id/move", this::move);
    route(router, HttpMethod.GET, "/v1/reservations", this::mine);
    route(router, HttpMethod.GET, "/v1/reservations/:id", this::one);
    routes.close(router, "/v1/reservations*");
  }

  private void route(
      Router router, HttpMethod method, String path, Function<Asked, Uni<Reply>> answer) {
    routes.secured(router, method, path, Roles.CITIZEN, limits.of(method, answer));
  }

  /** Claims a seat, or a place in the reserve list: {slotId, child, waitList?}. */
  private Uni<Reply> reserve(Asked asked) {
    var id = id(asked);
    var form = Form.of(asked.body());
    var body = Registration.Body.read(form, LocalDate.now(clock.withZone(WIB)));
    form.done();
    return reservations
        .reserve(Registration.of(id, asked.account(), body, null, asked.header(Registration.PASS)))
        .map(outcome -> answers.reply(outcome, asked.language()));
  }

  private Uni<Reply> confirm(Asked asked) {
    return change(asked, Status.CONFIRMED);
  }

  /** Gives up a seat or a place in the reserve list. */
  private Uni<Reply> cancel(Asked asked) {
    return change(asked, Status.CANCELLED);
  }

  private Uni<Reply> change(Asked asked, Status to) {
    return reservations
        .change(id(asked), asked.account(), to)
        .map(outcome -> answers.reply(outcome, asked.language()));
  }

  /** Moves to another slot of the intake: {id, slotId}, the id being the new reservation's. */
  private Uni<Reply> move(Asked asked) {
    var from = id(asked);
    var form = Form.of(asked.body());
    var to = form.uuid7("id");
    var slotId = form.number("slotId", 1, Long.MAX_VALUE);
    form.done();
    return reservations
        .move(from, to, asked.account(), slotId)
        .map(outcome -> answers.reply(outcome, asked.language()));
  }

  /** One reservation, with the child. */
  private Uni<Reply> one(Asked asked) {
    return own.one(id(asked), asked.account()).map(view -> Reply.json(200, json.bytes(view)));
  }

  /** The account's reservations, newest first: ?after=ID&limit=20. */
  private Uni<Reply> mine(Asked asked) {
    var after = asked.query("after");
    var limit = asked.query("limit");
    return own.page(
            asked.account(),
            after == null ? null : Parameters.uuid7("after", after),
            Parameters.limit("limit", limit == null ? DEFAULT_PAGE : limit, MAX_PAGE))
        .map(page -> Reply.json(200, json.bytes(page)));
  }

  private static UUID id(Asked asked) {
    return Parameters.uuid7("id", asked.part("id"));
  }
}
