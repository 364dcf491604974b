package id.kursi.reservation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What every answer tells a browser, whichever part of the service made it. */
@ServiceTest
@TestProfile(HeadersTest.BehindTls.class)
class HeadersTest {
  private static final String STRICT = "default-src 'none'; frame-ancestors 'none'";
  private static final Pattern INLINE =
      Pattern.compile(
          "<script(?![^>]*\\ssrc=)|<style|\\sstyle=|\\son[a-z]+=|javascript:",
          Pattern.CASE_INSENSITIVE);

  /** As QUARKUS_PROFILE=prod,https switches it on. */
  public static class BehindTls implements QuarkusTestProfile {
    @Override
    public String getConfigProfile() {
      return "test,https";
    }
  }

  private static Map<String, Response> answers() {
    var intake = TestIntake.open();
    var slots = "/v1/intakes/" + intake.code + "/slots";
    var answers = new LinkedHashMap<String, Response>();
    answers.put("a read from memory", given().get(slots));
    answers.put("HEAD", given().head(slots));
    answers.put("304", given().header("If-None-Match", "*").get(slots));
    answers.put("a citizen's list", Api.citizen("a").get("/v1/reservations"));
    answers.put("401 of a route", given().get("/v1/reservations"));
    answers.put("405 of a route", given().delete("/v1/reservations/x"));
    answers.put("422 of a route", Api.citizen("a").body("{}").put("/v1/reservations/x"));
    answers.put(
        "413 of a route", Api.citizen("a").body("x".repeat(20_000)).put("/v1/reservations/x"));
    answers.put("a resource", given().get("/v1/keys"));
    answers.put("an admin's list", Api.as("admin", "a").get("/v1/admin/agencies"));
    answers.put("401 of a resource", given().get("/v1/admin/agencies"));
    answers.put("403 of a resource", Api.citizen("a").get("/v1/admin/agencies"));
    answers.put("404 of a resource", given().get("/v1/nothing"));
    answers.put("404 elsewhere", given().get("/nothing"));
    answers.put(
        "413 of a resource",
        Api.as("admin", "a").body(new byte[6 << 20]).put("/v1/admin/agencies/x"));
    answers.put("health", given().get("/q/health/ready"));
    answers.put("the contract", given().get("/q/openapi"));
    return answers;
  }

  private static void assertHardened(String what, Response answer, String policy) {
    var expected =
        Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Content-Security-Policy", policy,
            "Strict-Transport-Security", "max-age=31536000");
    expected.forEach(
        (name, value) ->
            assertThat(answer.headers().getValues(name))
                .as("%s: %s", what, name)
                .containsExactly(value));
    for (var telltale : List.of("Server", "X-Powered-By", "Via")) {
      assertThat(answer.header(telltale)).as("%s: %s", what, telltale).isNull();
    }
  }

  @Test
  void everyAnswerOfTheInterfaceIsNoPage() {
    answers().forEach((what, answer) -> assertHardened(what, answer, STRICT));
  }

  @Test
  void aStreamSaysItFromItsBeginning() throws Exception {
    var answer =
        Wire.send(
                "GET /v1/intakes/"
                    + TestIntake.open().code
                    + "/slots/events HTTP/1.1\r\nHost: x\r\n\r\n")
            .toLowerCase();
    assertThat(answer)
        .contains(
            "event: slots",
            "x-content-type-options: nosniff",
            "content-security-policy: " + STRICT);
  }

  /** Their own script and style, nothing inline, nobody's frame. */
  @Test
  void pagesRunNothingButTheirOwn() {
    for (var path : List.of("/", "/problems", "/problems/slot-full")) {
      var answer = given().get(path);
      var policy = answer.header("Content-Security-Policy");
      assertHardened(path, answer, policy);
      assertThat(policy)
          .contains(
              "default-src 'none'",
              "script-src 'self'",
              "style-src 'self'",
              "frame-ancestors 'none'",
              "base-uri 'none'",
              "form-action 'none'")
          .doesNotContain("unsafe", "*");
      assertThat(INLINE.matcher(answer.asString()).find()).as(path).isFalse();
    }
    for (var own :
        Map.of("/assets/kursi.css", "text/css", "/assets/welcome.js", "text/javascript")
            .entrySet()) {
      assertThat(given().get("/").asString()).contains("\"" + own.getKey() + "\"");
      var answer = given().get(own.getKey());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.contentType()).startsWith(own.getValue());
      assertHardened(own.getKey(), answer, STRICT);
    }
  }

  /** What an administrator types is text on the page, whatever it looks like. */
  @Test
  void aTitleIsNoMarkup() {
    TestIntake.with(
        "title",
        Map.of("id", "<script>alert(1)</script>", "en", "\"><img src=x onerror=alert(1)>"));
    assertThat(given().get("/").asString())
        .contains("&lt;script&gt;alert(1)", "&quot;&gt;&lt;img")
        .doesNotContain("<script>alert", "<img src=x");
  }
}
