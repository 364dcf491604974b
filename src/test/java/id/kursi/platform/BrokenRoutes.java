package id.kursi.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Fails as broken code does, on a direct route and in a resource: what is logged then? */
@Path(BrokenRoutes.RESOURCE)
@ApplicationScoped
public class BrokenRoutes {
  static final String DIRECT = "/test/broken-route";
  static final String RESOURCE = "/test/broken-resource";

  void register(@Observes Router router, DirectRoutes routes) {
    routes.openLater(router, DIRECT, BrokenRoutes::later);
  }

  /** After waiting for something, as most work is. */
  private static Uni<Reply> later(RoutingContext context) {
    return Uni.createFrom()
        .emitter(
            answer ->
                context
                    .vertx()
                    .setTimer(5, fired -> answer.fail(new IllegalStateException("broken"))));
  }

  @GET
  public String broken() {
    throw new IllegalStateException("broken");
  }
}
