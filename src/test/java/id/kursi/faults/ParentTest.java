package id.kursi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a parent does with answers that no service should give. */
class ParentTest {
  @TempDir Path folder;
  private HttpServer server;
  private volatile String answer;

  /** Answers 201 to everything. */
  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var path = exchange.getRequestURI().getPath().split("/");
          var body = answer.formatted(path[3]).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(201, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private Map<String, Long> unforeseen(BooleanSupplier goesOn) throws Exception {
    var instance = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (var notebook = new Notebook(folder.resolve("notes.jsonl"))) {
      var client = new Client(List.of(instance), new Recovery());
      var load = new Load(List.of(7L), new AtomicLong(), client, notebook, goesOn);
      new Parent("parent-0", "token", load, new SplittableRandom(1)).run();
      return notebook.read().unforeseen();
    }
  }

  private static BooleanSupplier once() {
    var times = new AtomicInteger();
    return () -> times.getAndIncrement() == 0;
  }

  @Test
  void anAcknowledgementThatIsNoReservationIsUnforeseen() throws Exception {
    var another =
        """
        {"id":"%s0","slotId":7,"status":"HELD","receipt":"R","createdAt":"2026-07-01T01:00:00Z"}""";
    for (var body :
        List.of(
            "<html>",
            "{}",
            another,
            another.replace("%s0", "%s").replace("HELD", "SOLD"),
            another.replace("%s0", "%s").replace("2026", "once"))) {
      answer = body;
      assertThat(unforeseen(once())).as(body).containsKey("claim: 201 without its reservation");
    }
  }

  @Test
  void aStepThatIsAcknowledgedAndNotDoneIsUnforeseen() throws Exception {
    answer =
        """
        {"id":"%s","slotId":7,"status":"HELD","receipt":"R","createdAt":"2026-07-01T01:00:00Z"}""";
    var times = new AtomicInteger();
    assertThat(unforeseen(() -> times.getAndIncrement() < 5).keySet())
        .anyMatch(what -> what.endsWith(": 201 and HELD"));
  }

  @Test
  void aParentThatBreaksDownIsWrittenDown() throws Exception {
    assertThat(
            unforeseen(
                () -> {
                  throw new IllegalStateException("broken");
                }))
        .containsEntry("a parent broke down: java.lang.IllegalStateException: broken", 1L);
  }
}
