package id.kursi.reservation;

import id.kursi.platform.DirectRoutes;
import id.kursi.platform.Reply;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.Supplier;

/**
 * What a load balancer asks of the port it forwards to: up or down, and not why. Metrics and the
 * details of health are on the management port.
 */
@ApplicationScoped
class ProbeRoutes {
  private final SmallRyeHealthReporter health;
  private final DirectRoutes routes;

  ProbeRoutes(SmallRyeHealthReporter health, DirectRoutes routes) {
    this.health = health;
    this.routes = routes;
  }

  void register(@Observes Router router) {
    probe(router, "/q/health/ready", health::getReadinessAsync);
    probe(router, "/q/health/live", health::getLivenessAsync);
  }

  private void probe(Router router, String path, Supplier<Uni<SmallRyeHealth>> check) {
    routes.openLater(router, path, asked -> check.get().map(ProbeRoutes::reply));
  }

  private static Reply reply(SmallRyeHealth health) {
    return Reply.json(
            health.isDown() ? 503 : 200,
            Buffer.buffer("{\"status\":\"" + (health.isDown() ? "DOWN" : "UP") + "\"}").getBytes())
        .with("Cache-Control", "no-store");
  }
}
