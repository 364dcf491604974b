package id.kursi.reservation;

import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pages and display boards that listen (server-sent events): each change of an intake's slots is
 * sent to all of them as the same bytes. Whoever does not keep up is dropped, and comes again.
 */
@ApplicationScoped
class Boards {
  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  private final Availability availability;
  private final int limit;
  private final Map<String, Set<HttpServerResponse>> listening = new ConcurrentHashMap<>();
  private final Map<String, Page> sent = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean closing;

  Boards(Availability availability, ReadsConfig config, MeterRegistry meters) {
    this.availability = availability;
    limit = config.subscribers();
    meters.gauge("kursi.boards", count);
  }

  /** Keeps the response open and sends the slots now and after each change. */
  void listen(RoutingContext context) {
    var code = context.pathParam("code");
    // Whatever is not there is refused before anything is counted.
    availability.intake(code);
    if (count.incrementAndGet() > limit || closing) {
      count.decrementAndGet();
      throw new ProblemException(ProblemType.OVERLOADED);
    }
    var response = context.response();
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no");
    var ofIntake = listening.computeIfAbsent(code, any -> ConcurrentHashMap.newKeySet());
    response.closeHandler(
        closed -> {
          if (ofIntake.remove(response)) {
            count.decrementAndGet();
          }
        });
    ofIntake.add(response);
    // Looked at again only now: a change between would be told to those before and to nobody later.
    response.write(event(availability.intake(code).slots(null, null)));
  }

  /** After the pages have been made of the same snapshot. */
  void tell(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Snapshot snapshot) {
    listening.forEach(
        (code, responses) -> {
          if (!responses.isEmpty() && snapshot.intakes().containsKey(code)) {
            var page = availability.intake(code).slots(null, null);
            if (sent.put(code, page) != page) {
              send(responses, event(page));
            }
          }
        });
  }

  @Scheduled(every = "${kursi.reads.heartbeat:15S}")
  void heartbeat() {
    listening.values().forEach(responses -> send(responses, HEARTBEAT));
  }

  /** Whoever listens is a request in hand, for which the service would wait as it stops. */
  void close(@Observes ShutdownDelayInitiatedEvent stopping) {
    closing = true;
    listening.values().forEach(responses -> responses.forEach(HttpServerResponse::end));
  }

  private static void send(Set<HttpServerResponse> responses, Buffer bytes) {
    for (var response : responses) {
      if (response.writeQueueFull()) {
        response.reset();
      } else {
        response.write(bytes);
      }
    }
  }

  private static Buffer event(Page page) {
    return Buffer.buffer()
        .appendString("event: slots\nid: " + page.etag() + "\ndata: ")
        .appendBuffer(page.json())
        .appendString("\n\n");
  }
}
