package id.kursi.reservation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whoever set the question at the door. An answer whose first word is {@link #RIGHT} is right,
 * once, for whoever knows the secret; of others the first word says what is told of them.
 */
public final class Verifier implements QuarkusTestResourceLifecycleManager {
  static final String RIGHT = "right";

  /** What a form must encode. */
  private static final String SECRET = "s&cret = 1 + 1%";

  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
    server.createContext("/siteverify", this::answer);
    server.start();
    return Map.of(
        "kursi.waiting-room.challenge.verify",
        "http://127.0.0.1:" + server.getAddress().getPort() + "/siteverify",
        "kursi.waiting-room.challenge.secret",
        SECRET);
  }

  @Override
  public void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    var answer = form.get("response");
    boolean isRight =
        answer.startsWith(RIGHT) && SECRET.equals(form.get("secret")) && used.add(answer);
    switch (answer) {
      case "null" -> say(exchange, 200, "{\"success\": null}");
      case "nothing" -> say(exchange, 200, "{}");
      case "a word" -> say(exchange, 200, "{\"success\": \"true\"}");
      case "a page" -> say(exchange, 200, "<html>");
      case "broken" -> say(exchange, 500, "");
      case "away" -> exchange.close();
      // Nothing is ever said, and the connection stays open.
      case "silent" -> {}
      default -> say(exchange, 200, "{\"success\": %b, \"hostname\": \"x\"}".formatted(isRight));
    }
  }

  private static Map<String, String> form(String body) {
    return Stream.of(body.split("&"))
        .map(field -> field.split("="))
        .collect(Collectors.toMap(field -> field[0], field -> URLDecoder.decode(field[1], UTF_8)));
  }

  private static void say(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
