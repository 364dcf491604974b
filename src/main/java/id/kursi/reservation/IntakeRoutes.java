package id.kursi.reservation;

import id.kursi.platform.DirectRoutes;
import id.kursi.platform.Page;
import id.kursi.platform.PublicReads;
import id.kursi.platform.Reply;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The public reads, from memory: no token is needed and no query is made. */
@ApplicationScoped
class IntakeRoutes {
  private final Availability availability;
  private final Boards boards;
  private final DirectRoutes routes;
  private final PublicReads reads;

  IntakeRoutes(Availability availability, Boards boards, DirectRoutes routes, PublicReads reads) {
    this.availability = availability;
    this.boards = boards;
    this.routes = routes;
    this.reads = reads;
  }

  void register(@Observes Router router) {
    routes.open(router, "/v1/intakes", asked -> reply(asked, availability.all()));
    routes.open(
        router,
        "/v1/intakes/:code",
        asked -> reply(asked, availability.intake(asked.pathParam("code")).summary()));
    routes.open(router, "/v1/intakes/:code/slots", this::slots);
    routes.stream(router, "/v1/intakes/:code/slots/events", boards::listen);
    routes.close(router, "/v1/intakes*");
  }

  private Reply slots(RoutingContext asked) {
    var intake = availability.intake(asked.pathParam("code"));
    var query = asked.request();
    return reply(asked, intake.slots(query.getParam("office"), query.getParam("track")));
  }

  private Reply reply(RoutingContext asked, Page page) {
    return reads.reply(asked, page, availability.asOf());
  }
}
