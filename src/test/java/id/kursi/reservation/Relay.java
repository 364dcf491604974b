package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A relay of drand that has the round once the test says so, and notes when it was asked. */
final class Relay implements AutoCloseable {
  private final HttpServer server;
  private final List<Instant> asked = new CopyOnWriteArrayList<>();
  private volatile String signature;

  Relay() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(Instant.now());
          var said = signature;
          var body = "{\"signature\":\"" + said + "\"}";
          var bytes = body.getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(said == null ? 404 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * @param signature of the round; null while it is still to come
   */
  void say(String signature) {
    this.signature = signature;
  }

  List<Instant> asked() {
    return List.copyOf(asked);
  }

  /** Until each of two instances has asked anew, once at least. */
  void awaitAsked() {
    int before = asked.size();
    eventually(() -> assertThat(asked).hasSizeGreaterThan(before + 3));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
