package id.kursi.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BeaconTest {
  private static final DrandRound ROUND = DrandRound.quicknet(1000);
  private static final String SIGNATURE = DrandRoundTest.SIGNED.get(1000L);

  /** Relays on one server, each under a path of its own. */
  private static final Map<String, Consumer<HttpServerRequest>> RELAYS = new ConcurrentHashMap<>();

  private static Vertx vertx;
  private static String base;

  @BeforeAll
  static void start() {
    // No Quarkus here, so no context is to be carried along.
    Infrastructure.clearInterceptors();
    vertx = Vertx.vertx();
    var server =
        vertx
            .getDelegate()
            .createHttpServer()
            .requestHandler(
                request -> {
                  var relay = request.path().substring(1, request.path().indexOf('/', 1));
                  assertThat(request.path())
                      .isEqualTo("/" + relay + "/" + ROUND.chain() + "/public/1000");
                  RELAYS.get(relay).accept(request);
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    base = "http://127.0.0.1:" + server.actualPort() + "/";
    RELAYS.put("early", request -> request.response().setStatusCode(404).end("not yet"));
    RELAYS.put("good", request -> request.response().end(round(1000, SIGNATURE)));
    RELAYS.put(
        "lying", request -> request.response().end(round(1000, DrandRoundTest.SIGNED.get(42L))));
    RELAYS.put("empty", request -> request.response().end("{}"));
    RELAYS.put("broken", request -> request.response().setStatusCode(500).end());
    RELAYS.put("garbled", request -> request.response().end("<html>"));
    RELAYS.put(
        "endless", request -> request.response().end(round(1000, SIGNATURE) + " ".repeat(9000)));
    RELAYS.put("silent", request -> {});
  }

  @AfterAll
  static void stop() {
    vertx.closeAndAwait();
  }

  private static String round(long number, String signature) {
    return new JsonObject().put("round", number).put("signature", signature).encode();
  }

  private static Optional<String> ask(Duration within, String... addresses) {
    return new Beacon(vertx.createHttpClient(), List.of(addresses), within)
        .evidence(ROUND)
        .await()
        .atMost(Duration.ofSeconds(30));
  }

  private static Optional<String> ask(String... relays) {
    var addresses = Stream.of(relays).map(relay -> base + relay).toArray(String[]::new);
    return ask(Duration.ofSeconds(10), addresses);
  }

  @Test
  void theFirstRelayThatHasTheRoundIsEnough() {
    assertThat(ask("good")).contains(SIGNATURE);
    assertThat(ask("early", "good", "silent")).contains(SIGNATURE);
  }

  @Test
  void aRoundThatIsStillToComeIsWaitedFor() {
    assertThat(ask("early")).isEmpty();
    assertThat(ask("early", "early")).isEmpty();
  }

  @Test
  void aRelayThatIsAwayOrLiesIsPassedBy() {
    for (var relay : List.of("lying", "empty", "broken", "garbled", "endless")) {
      assertThat(ask(relay)).as(relay).isEmpty();
      assertThat(ask(relay, "good")).as(relay).contains(SIGNATURE);
    }
  }

  @Test
  void aRelayThatDoesNotAnswerIsGivenUp() {
    assertThat(ask(Duration.ofMillis(100), base + "silent")).isEmpty();
    assertThat(ask(Duration.ofSeconds(2), base + "silent", base + "good")).contains(SIGNATURE);
  }

  @Test
  void aRelayWhereNobodyListensIsPassedBy() throws IOException {
    String away;
    try (var closed = new ServerSocket(0)) {
      away = "http://127.0.0.1:" + closed.getLocalPort();
    }
    assertThat(ask(Duration.ofSeconds(10), away, base + "good")).contains(SIGNATURE);
  }
}
