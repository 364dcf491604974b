package id.kursi.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Bodies that are still coming in. Whoever sends one byte now and then would keep a connection for
 * ever: it is closed when the body takes too long, and nothing was taken.
 */
@ApplicationScoped
class SlowBodies {
  private static final long LOOK_EVERY_MS = 1000;

  private record Coming(HttpServerRequest request, long since) {}

  private final Set<Coming> coming = ConcurrentHashMap.newKeySet();
  private final long longestNanos;

  SlowBodies(
      Vertx vertx,
      @ConfigProperty(name = "kursi.http.body-within", defaultValue = "10S") Duration longest) {
    longestNanos = longest.toNanos();
    vertx.setPeriodic(LOOK_EVERY_MS, look -> dropTheSlow());
  }

  Future<Buffer> read(HttpServerRequest request, long limit) {
    var body = new Coming(request, System.nanoTime());
    coming.add(body);
    return RequestBody.read(request, limit).onComplete(read -> coming.remove(body));
  }

  private void dropTheSlow() {
    long now = System.nanoTime();
    for (var body : coming) {
      if (now - body.since() > longestNanos) {
        coming.remove(body);
        body.request().connection().close();
      }
    }
  }
}
