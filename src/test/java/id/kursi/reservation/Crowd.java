package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.kursi.launcher.TestKeys;
import id.kursi.reservation.RoomInstances.Instance;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Many families at the door of one room, through whichever instance, and what they are told. */
final class Crowd {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An account and the id that it made for its entry. */
  record Family(String account, UUID id, String token) {
    static Family one() {
      var account = "crowd-" + UUID.randomUUID();
      return new Family(account, Api.uuid7(), TestKeys.token(account, "citizen"));
    }

    static List<Family> some(int count) {
      return Stream.generate(Family::one).limit(count).toList();
    }

    /** The same account with an id of another tab. */
    Family otherTab() {
      return new Family(account, Api.uuid7(), token);
    }
  }

  /**
   * @param status 0 where no answer came
   */
  record Told(Family family, int status, JsonNode body) {
    boolean isIn() {
      return status == 200 || status == 201;
    }

    String id() {
      return body.path("id").asText();
    }

    long number() {
      return body.path("number").asLong();
    }

    /** Null before the draw, for whoever takes part in it. */
    Long position() {
      return body.has("position") ? body.get("position").asLong() : null;
    }
  }

  /** The numbers of so many entries, and their positions, in some order. */
  static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final TestRoom room;

  Crowd(TestRoom room) {
    this.room = room;
  }

  CompletableFuture<Told> enter(Family family, Instance through) {
    return ask(family, through.port(), "PUT");
  }

  /** Through the service under test. */
  CompletableFuture<Told> enter(Family family) {
    return ask(family, RestAssured.port, "PUT");
  }

  /**
   * One after another, by turns through these, from a second before the opening to one after it.
   */
  List<Told> enterAround(Instant opensAt, List<Family> families, List<Instance> through) {
    long from = opensAt.toEpochMilli() - 1_000;
    var told = new ArrayList<CompletableFuture<Told>>();
    for (int i = 0; i < families.size(); i++) {
      long wait = from + 2_000L * i / families.size() - System.currentTimeMillis();
      Eventually.after(Math.max(0, wait));
      told.add(enter(families.get(i), through.get(i % through.size())));
    }
    return told.stream().map(CompletableFuture::join).toList();
  }

  /**
   * The position of each account's entry, as this instance tells it after the draw; whoever is not
   * told any asks again, as on a machine that is too busy.
   */
  Map<String, Long> positions(List<Family> families, Instance through) {
    var positions = new HashMap<String, Long>();
    eventually(
        () -> {
          var asked =
              families.stream()
                  .filter(family -> !positions.containsKey(family.account()))
                  .map(family -> ask(family, through.port(), "GET"))
                  .toList();
          asked.stream()
              .map(CompletableFuture::join)
              .filter(told -> told.isIn() && told.position() != null)
              .forEach(told -> positions.put(told.family().account(), told.position()));
          assertThat(positions).hasSize(families.size());
        });
    return positions;
  }

  private CompletableFuture<Told> ask(Family family, int port, String method) {
    var entry = "http://127.0.0.1:" + port + room.path + "/entries/" + family.id();
    var request =
        HttpRequest.newBuilder(URI.create(entry))
            .header("Authorization", "Bearer " + family.token())
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString("{}"))
            .build();
    return client
        .sendAsync(request, BodyHandlers.ofString())
        .thenApply(answer -> told(family, answer))
        .exceptionally(away -> new Told(family, 0, JSON.createObjectNode()));
  }

  private static Told told(Family family, HttpResponse<String> answer) {
    try {
      return new Told(family, answer.statusCode(), JSON.readTree(answer.body()));
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }
}
