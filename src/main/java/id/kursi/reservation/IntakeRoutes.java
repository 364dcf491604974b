package id.kursi.reservation;

import id.kursi.platform.DirectRoutes;
import id.kursi.platform.Reply;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The public reads, from memory: no token is needed and no query is made. */
@ApplicationScoped
class IntakeRoutes {
  private static final Buffer NOTHING = Buffer.buffer();

  /** CORS answers each origin by its name: a cache on the way must not mix them up. */
  private static final String VARY = "Accept-Encoding, Origin";

  private final Availability availability;
  private final Boards boards;
  private final DirectRoutes routes;
  private final String cacheControl;
  private final String askAgain;

  IntakeRoutes(Availability availability, Boards boards, DirectRoutes routes, ReadsConfig config) {
    this.availability = availability;
    this.boards = boards;
    this.routes = routes;
    cacheControl = "public, max-age=" + config.maxAge().toSeconds();
    askAgain = config.askAgainFrom().toMillis() + "-" + config.askAgainTo().toMillis();
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

  /**
   * Everything that changes without the page stands in headers: the moment of the counts, and the
   * span of milliseconds from which each reader picks when to ask again.
   */
  private Reply reply(RoutingContext asked, Page page) {
    var headers =
        MultiMap.caseInsensitiveMultiMap()
            .set(HttpHeaders.CONTENT_TYPE, "application/json")
            .set(HttpHeaders.ETAG, page.etag())
            .set(HttpHeaders.CACHE_CONTROL, cacheControl)
            .set(HttpHeaders.VARY, VARY)
            .set("Kursi-As-Of", availability.asOf().toString())
            .set("Kursi-Ask-Again-Ms", askAgain);
    var request = asked.request();
    var known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    if (known != null && (known.contains(page.etag()) || known.equals("*"))) {
      return new Reply(304, headers, NOTHING);
    }
    var encodings = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    return encodings != null && encodings.contains("gzip")
        ? new Reply(200, headers.set(HttpHeaders.CONTENT_ENCODING, "gzip"), page.gzip())
        : new Reply(200, headers, page.json());
  }
}
