package id.kursi.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Pages and display boards that listen (server-sent events): each change of what they listen to is
 * sent to all of them as the same bytes. Whoever does not keep up is dropped, and comes again.
 */
@ApplicationScoped
public class Listeners {
  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  private final int limit;
  private final Map<String, Set<Listener>> listening = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean closing;

  Listeners(ReadsConfig config, MeterRegistry meters) {
    limit = config.subscribers();
    meters.gauge("kursi.boards", count);
  }

  /** An open response, and the page that it was sent last. */
  private static final class Listener {
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private Page had;

    Listener(HttpServerRequest request) {
      this.request = request;
      response = request.response();
    }

    /**
     * Sends what is shown, unless it was sent already: a newcomer and the tick may both come with
     * it. Looked at only here, so that an older page never follows a newer one.
     */
    synchronized void tell(Supplier<Page> page, Function<Page, Buffer> bytes) {
      var fresh = page.get();
      if (had != fresh) {
        had = fresh;
        send(bytes.apply(fresh));
      }
    }

    void send(Buffer bytes) {
      if (response.writeQueueFull()) {
        drop();
      } else {
        response.write(bytes);
      }
    }

    /**
     * Vert.x' own handler would first wait until all was sent, to one that does not read: so past
     * it, from the end of the pipeline that is next to the socket.
     */
    private void drop() {
      if (request.version() == HttpVersion.HTTP_2) {
        response.reset();
      } else {
        ((ConnectionBase) request.connection()).channel().pipeline().firstContext().close();
      }
    }
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
    var listener = new Listener(context.request());
    response.closeHandler(
        closed -> {
          if (those.remove(listener)) {
            count.decrementAndGet();
          }
        });
    those.add(listener);
    // Looked at again only now: a change between would be told to those before and to nobody later.
    listener.tell(page, fresh -> bytes(event, fresh));
  }

  /** Sends the page to those who listen, unless it is the one that they have. */
  public void tell(String event, String code, Supplier<Page> page) {
    // The same bytes for all of them.
    var made = new IdentityHashMap<Page, Buffer>();
    for (var listener : listening.getOrDefault(topic(event, code), Set.of())) {
      listener.tell(page, fresh -> made.computeIfAbsent(fresh, each -> bytes(event, each)));
    }
  }

  private static String topic(String event, String code) {
    return event + " " + code;
  }

  @Scheduled(every = "${kursi.reads.heartbeat:15S}")
  void heartbeat() {
    listening.values().forEach(those -> those.forEach(listener -> listener.send(HEARTBEAT)));
  }

  /** Whoever listens is a request in hand, for which the service would wait as it stops. */
  void close(@Observes ShutdownDelayInitiatedEvent stopping) {
    closing = true;
    listening.values().forEach(those -> those.forEach(listener -> listener.response.end()));
  }

  private static Buffer bytes(String event, Page page) {
    return Buffer.buffer()
        .appendString("event: " + event + "\nid: " + page.etag() + "\ndata: ")
        .appendBuffer(page.json())
        .appendString("\n\n");
  }
}
