package id.kursi.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How long a direct route took, by what it answered. */
final class RouteTimers {
  /** Whoever asked went away before the answer; no status of ours. */
  private static final int GONE = 499;

  private static final Duration[] LATENCIES = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final MeterRegistry meters;
  private final String route;
  private final Map<Integer, Timer> byStatus = new ConcurrentHashMap<>();

  RouteTimers(MeterRegistry meters, HttpMethod method, String path) {
    this.meters = meters;
    route = method + " " + path;
  }

  void record(RoutingContext context, long start) {
    var response = context.response();
    byStatus
        .computeIfAbsent(response.ended() ? response.getStatusCode() : GONE, this::timer)
        .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
  }

  private Timer timer(int status) {
    return Timer.builder("kursi.requests")
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(LATENCIES)
        .register(meters);
  }
}
