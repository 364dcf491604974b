package id.kursi.reservation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.kursi.launcher.TestKeys;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Many claims at once, as fast as one test can send them, and what was answered to each. */
final class Burst {
  private static final ObjectMapper JSON = new ObjectMapper();

  record Application(String account, UUID id, long slot, String nik) {
    static Application of(long slot) {
      var id = Api.uuid7();
      return new Application("burst-" + id, id, slot, Api.nik());
    }

    /** Of as many families. */
    static List<Application> of(long slot, int count) {
      return Stream.generate(() -> of(slot)).limit(count).toList();
    }
  }

  record Answer(Application application, int status, JsonNode body) {
    boolean isSeat() {
      return (status == 200 || status == 201) && "HELD".equals(body.path("status").asText());
    }

    String type() {
      return body.path("type").asText();
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  List<Answer> send(List<Application> applications) {
    var answers = applications.stream().map(this::send).toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  CompletableFuture<Answer> send(Application application) {
    try {
      var body = Map.of("slotId", application.slot(), "child", Api.child(application.nik()));
      var request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://localhost:"
                          + RestAssured.port
                          + "/v1/reservations/"
                          + application.id()))
              .header("Authorization", "Bearer " + TestKeys.token(application.account(), "citizen"))
              .header("Content-Type", "application/json")
              .PUT(BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build();
      return client
          .sendAsync(request, BodyHandlers.ofString())
          .thenApply(response -> answer(application, response));
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static Answer answer(Application application, HttpResponse<String> response) {
    try {
      return new Answer(application, response.statusCode(), JSON.readTree(response.body()));
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }
}
