package id.kursi.loadtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/** The few calls that are made outside the load: JSON in, JSON out, anything but 200 is thrown. */
final class Api {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  /** A report reads every row of an intake. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private static final int TICK_TRIES = 60;
  private static final long TICK_PAUSE_MS = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_WITHIN)
          .build();
  private final String url;
  private final String token;

  /**
   * @param token null for public reads
   */
  Api(String url, String token) {
    this.url = url;
    this.token = token;
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER_WITHIN);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  /**
   * The service's clock, as its last tick tells it: waits for the next tick, so that what it tells
   * is fresh.
   */
  Instant clock() throws IOException, InterruptedException {
    var first = asOf();
    var next = first;
    for (int i = 0; i < TICK_TRIES && next.equals(first); i++) {
      Thread.sleep(TICK_PAUSE_MS);
      next = asOf();
    }
    return next;
  }

  private Instant asOf() throws IOException, InterruptedException {
    var answer = answer(request("/v1/intakes").GET());
    return Instant.parse(answer.headers().firstValue("Kursi-As-Of").orElseThrow());
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return JSON.readTree(answer(request).body());
  }

  private HttpResponse<String> answer(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var built = request.build();
    var answer = http.send(built, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          built.method() + " " + built.uri() + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer;
  }
}
