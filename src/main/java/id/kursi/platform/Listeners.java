package id.kursi.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Pages and display boards that listen (server-sent events): each change of what they listen to is
 * sent to all of them as the same bytes. Whoever does not keep up is dropped, and comes again.
 */
@ApplicationScoped
public class Listeners {
  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  private final int limit;
  private final Map<String, Set<HttpServerResponse>> listening = new ConcurrentHashMap<>();
  private final Map<String, Page> sent = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean closing;

  Listeners(ReadsConfig config, MeterRegistry meters) {
    limit = config.subscribers();
    meters.gauge("kursi.boards", count);
  }

  /**
   * Keeps the response open and sends the page now and after each change.
   *
   * @param event what the page is of; with the path it is what is listened to
   * @param page throws where there is nothing to listen to: that is refused before anything is
   *     counted
   */
  public void listen(RoutingContext context, String event, String code, Supplier<Page> page) {
    page.get();
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
    var those = listening.computeIfAbsent(topic(event, code), any -> ConcurrentHashMap.newKeySet());
    response.closeHandler(
        closed -> {
          if (those.remove(response)) {
            count.decrementAndGet();
          }
        });
    those.add(response);
    // Looked at again only now: a change between would be told to those before and to nobody later.
    response.write(bytes(event, page.get()));
  }

  /** Sends the page to those who listen, unless it is the one that they have. */
  public void tell(String event, String code, Supplier<Page> page) {
    var those = listening.getOrDefault(topic(event, code), Set.of());
    if (!those.isEmpty()) {
      var fresh = page.get();
      if (sent.put(topic(event, code), fresh) != fresh) {
        send(those, bytes(event, fresh));
      }
    }
  }

  private static String topic(String event, String code) {
    return event + " " + code;
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

  private static Buffer bytes(String event, Page page) {
    return Buffer.buffer()
        .appendString("event: " + event + "\nid: " + page.etag() + "\ndata: ")
        .appendBuffer(page.json())
        .appendString("\n\n");
  }
}
