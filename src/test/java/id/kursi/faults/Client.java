package id.kursi.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Speaks to the instances as docs/API.md tells clients to: whatever gets no answer, or a 5xx, is
 * sent again unchanged after Retry-After and some random time, longer each time, to whichever
 * instance comes next.
 */
final class Client {
  /**
   * @param sentAt when the request left that was answered; both by System.nanoTime()
   * @param via the instance that answered
   */
  record Answer(int code, JsonNode body, long sentAt, long at, int via) {
    boolean isSuccess() {
      return code == 200 || code == 201;
    }

    /** The problem's name, of a refusal. */
    String problem() {
      return body.path("type").asText().replaceFirst("^/problems/", "");
    }
  }

  /** Longer than the service lets anybody wait (8 s). */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private static final int LONGEST_PAUSE_MS = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Each walks through all of its idle connections to take one: with thousands in one, that was a
   * quarter of the harness' time.
   */
  private static final int CLIENTS = 16;

  private final List<HttpClient> http =
      Stream.generate(
              () ->
                  HttpClient.newBuilder()
                      .version(HttpClient.Version.HTTP_1_1)
                      .connectTimeout(Duration.ofSeconds(2))
                      .build())
          .limit(CLIENTS)
          .toList();
  private final List<URI> instances;
  private final Recovery recovery;
  private volatile long giveUpAt = Long.MAX_VALUE;

  Client(List<URI> instances, Recovery recovery) {
    this.instances = instances;
    this.recovery = recovery;
  }

  /** From when on nothing is tried again: all is healed, and time enough was given. */
  void giveUpAfter(Duration more) {
    giveUpAt = System.nanoTime() + more.toNanos();
  }

  void neverGiveUp() {
    giveUpAt = Long.MAX_VALUE;
  }

  /** The answer, or null where none came until all was given up. */
  Answer put(String path, String token, String body, Notebook notebook)
      throws InterruptedException {
    for (int tries = 1; ; tries++) {
      int via = ThreadLocalRandom.current().nextInt(instances.size());
      notebook.requests.incrementAndGet();
      long pause = Math.min(LONGEST_PAUSE_MS, 50L << Math.min(tries, 6));
      try {
        long sentAt = System.nanoTime();
        var response = send(via, "PUT", path, token, body);
        long at = System.nanoTime();
        var answer = new Answer(response.statusCode(), json(response.body()), sentAt, at, via);
        if (answer.code() < 500) {
          if (answer.isSuccess()) {
            recovery.success(via, sentAt);
          }
          return answer;
        }
        if (answer.code() != 503) {
          notebook.write(Note.Unforeseen.of("any", answer));
        }
        pause = response.headers().firstValueAsLong("Retry-After").orElse(0) * 1_000;
      } catch (IOException noAnswer) {
        // It may have been carried out: the same again tells.
      }
      notebook.failures.incrementAndGet();
      if (System.nanoTime() > giveUpAt) {
        notebook.write(new Note.Unanswered());
        return null;
      }
      Thread.sleep(pause + ThreadLocalRandom.current().nextLong(50L << Math.min(tries, 5)));
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }

  /** Once, to one instance, for whoever runs the service. */
  JsonNode ask(int instance, String method, String path, String token, String body)
      throws IOException, InterruptedException {
    var response = send(instance, method, path, token, body);
    if (response.statusCode() != 200) {
      throw new IOException(method + " " + path + " answers " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  private HttpResponse<byte[]> send(
      int instance, String method, String path, String token, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(instances.get(instance).resolve(path))
            .timeout(ANSWER_WITHIN)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      // One account has always the same.
      return http.get(Math.floorMod(token.hashCode(), CLIENTS))
          .send(request, BodyHandlers.ofByteArray());
    } catch (RuntimeException broken) {
      // The JDK's own, over a connection that was cut: no answer, as any other.
      throw new IOException(broken);
    }
  }
}
