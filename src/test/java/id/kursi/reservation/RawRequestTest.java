package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.launcher.TestKeys;
import io.restassured.RestAssured;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as no client makes them: whoever stands before us must not read another one in them. */
@ServiceTest
class RawRequestTest {
  private static String request(String line, String... headers) {
    return line
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + String.join("", java.util.Arrays.stream(headers).map(h -> h + "\r\n").toList())
        + "\r\n";
  }

  private static List<String> ambiguous() {
    var inner = request("GET /v1/keys");
    var put = "PUT /v1/reservations/" + Api.uuid7();
    var json = "Content-Type: application/json";
    return List.of(
        request(put, json, "Content-Length: 5", "Content-Length: 6") + "{}   " + inner,
        request(put, json, "Content-Length: 5, 6") + "{}   " + inner,
        request(put, json, "Content-Length: +5") + "{}   " + inner,
        request(put, json, "Content-Length: -5") + inner,
        request(put, json, "Content-Length: 0x5") + "{}   " + inner,
        request(put, json, "Content-Length: 99999999999999999999") + inner,
        request(put, json, "Content-Length : 5") + "{}   " + inner,
        request(put, json, "Transfer-Encoding: xchunked") + "0\r\n\r\n" + inner,
        request(put, json, "Transfer-Encoding : chunked") + "0\r\n\r\n" + inner,
        request(put, json, "Transfer-Encoding: chunked") + "zz\r\n\r\n" + inner,
        request(put, json, "Transfer-Encoding: chunked") + "-1\r\n\r\n" + inner,
        request(put, json, "Transfer-Encoding: chunked", "Content-Length: 4") + "0\r\n\r\n" + inner,
        request(put, json, "X: a\rTransfer-Encoding: chunked") + inner,
        request("GET /v1/keys", "No colon") + inner,
        request("GET /v1/keys", "A\u0000B: c") + inner);
  }

  /**
   * On one connection behind a proxy the second request would be another visitor's. Where the
   * chunks are broken the connection ends without a word.
   */
  @Test
  void aRequestWhoseLengthIsInDoubtCarriesNoOtherAlong() throws Exception {
    // What is sound is answered, both of them.
    assertThat(Wire.statuses(Wire.send(request("GET /v1/keys") + request("GET /v1/keys"))))
        .containsExactly(200, 200);
    for (var request : ambiguous()) {
      var answer = Wire.send(request);
      assertThat(Wire.statuses(answer))
          .as(request + "\n" + answer)
          .allSatisfy(s -> assertThat(s).isBetween(400, 499));
      assertSilent(request, answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/intakes/%zz",
        "GET /v1/intakes/%00",
        "GET /v1/intakes/%c0%af",
        "GET /%",
        "GET /v1/reservations/%2e%2e%2fintakes",
        "GET /v1/../q/metrics",
        "GET /..%2f..%2fetc/passwd",
        "GET /assets/..%2f..%2fapplication.properties",
        "GET /assets/%2e%2e/%2e%2e/application.properties",
        "GET //v1//reservations",
        "GET /v1/reservations;a=b",
        "GET /v1/admin;a=b/agencies",
        "GET /V1/ADMIN/AGENCIES",
        "GET /v1/admin/agencies/",
        "GET /v1/admin%2fagencies",
        "GET /v1/reservations?limit=%zz",
        "GET /application.properties",
        "GET /META-INF/openapi.yaml",
        "TRACE /v1/intakes",
        "CONNECT x:1",
        "PROPFIND /v1/intakes",
        "get /v1/keys",
        "DELETE /v1/intakes",
        "POST /",
        "GET http://elsewhere.example/v1/reservations",
        "GET /q/metrics"
      })
  void noWayRoundATokenAndNoWordOfTheInside(String line) throws Exception {
    var answer = Wire.send(request(line, "Connection: close", "X-HTTP-Method-Override: GET"));
    assertThat(Wire.statuses(answer))
        .as(answer)
        .hasSize(1)
        .allSatisfy(s -> assertThat(s).isBetween(400, 499));
    assertSilent(line, answer);
  }

  @Test
  void requestsThatAreTooLargeOrNoneAreRefused() throws Exception {
    var one = "Connection: close";
    assertThat(Wire.statuses(Wire.send(request("GET /" + "a".repeat(20_000), one))))
        .containsExactly(414);
    assertThat(Wire.statuses(Wire.send(request("GET /v1/keys", "X: " + "a".repeat(20_000), one))))
        .containsExactly(431);
    assertThat(
            Wire.statuses(
                Wire.send(request("GET /v1/keys", "Cookie: a=b\r\n".repeat(4_000) + one))))
        .containsExactly(431);
    for (var noise :
        List.of(
            "GET /\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001",
            "\r\n\r\n\u0000\u0001",
            "{}\r\n\r\n")) {
      var answer = Wire.send(noise);
      assertThat(Wire.statuses(answer))
          .as(noise)
          .allSatisfy(s -> assertThat(s).isBetween(400, 505));
      assertSilent(noise, answer);
    }
    var chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
    var chunked =
        Wire.send(
            request(
                    "PUT /v1/reservations/" + Api.uuid7(),
                    "Content-Type: application/json",
                    "Transfer-Encoding: chunked")
                + chunk
                + chunk);
    assertThat(Wire.statuses(chunked)).containsExactly(413);
    RestAssured.get("/q/health/ready").then().statusCode(200);
  }

  /** A token in an address would stand in every log on the way. */
  @Test
  void aTokenComesInItsHeaderAlone() {
    var token = TestKeys.token("a", "admin");
    for (var path : List.of("/v1/reservations", "/v1/admin/agencies")) {
      for (var request :
          List.of(
              Api.anybody().queryParam("access_token", token),
              Api.anybody().cookie("Bearer", token),
              Api.anybody().header("Authorization", "Basic " + token),
              Api.anybody().header("X-Forwarded-User", "a"))) {
        request.get(path).then().statusCode(401);
      }
    }
  }

  private static void assertSilent(String what, String answer) {
    assertThat(answer.toLowerCase())
        .as(what)
        .doesNotContain(
            "exception",
            "\tat ",
            "netty",
            "vert.x",
            "quarkus",
            "java.",
            "stack",
            "server:",
            "x-powered-by",
            "postgres",
            "root:");
  }
}
