package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What pages and boards that listen are sent. */
@ServiceTest
class ListenersTest {
  private static List<String> listen(HttpClient client, String path) {
    var heard = new CopyOnWriteArrayList<String>();
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path)).build();
    client
        .sendAsync(request, BodyHandlers.ofLines())
        .thenApply(HttpResponse::body)
        .thenAccept(lines -> lines.filter(line -> line.startsWith("data: ")).forEach(heard::add));
    eventually(() -> assertThat(heard).hasSize(1));
    return heard;
  }

  @Test
  void aNewcomerHearsAPageOnceAndThenEachChange() {
    var room = new TestRoom(Map.of());
    room.awaitState("ENTERING");
    var client = HttpClient.newHttpClient();
    try {
      var first = listen(client, room.path + "/events");
      var second = listen(client, room.path + "/events");
      // Ticks that change nothing.
      Eventually.after(2_500);
      assertThat(first).hasSize(1);
      assertThat(second).hasSize(1);
      room.enter("listening-" + UUID.randomUUID());
      eventually(() -> assertThat(first).hasSize(2).last().asString().contains("\"entered\":1"));
      eventually(() -> assertThat(second).hasSize(2).last().isEqualTo(first.getLast()));
    } finally {
      // Closing would wait for the streams' end.
      client.shutdownNow();
    }
  }
}
