package id.kursi.reservation;

import static id.kursi.reservation.Api.citizen;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import id.kursi.launcher.TestKeys;
import id.kursi.platform.Form;
import id.kursi.platform.ProblemType;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What citizens can send wrong, and the problem document that each gets. */
@ServiceTest
class RefusalTest {
  private static ValidatableResponse put(String body) {
    return citizen("a").body(body).put("/v1/reservations/" + uuid7()).then();
  }

  private static ValidatableResponse withToken(String token) {
    return Api.anybody().header("Authorization", "Bearer " + token).get("/v1/reservations").then();
  }

  /** The claims of a good token with the algorithm "none" and no signature. */
  private static String unsigned() {
    var base64 = Base64.getUrlEncoder().withoutPadding();
    var payload = TestKeys.sign(TestKeys.claims(), "RSA").split("\\.")[1];
    return base64.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + payload
        + ".";
  }

  private static void assertProblem(ValidatableResponse answer, ProblemType type) {
    answer
        .statusCode(type.status())
        .contentType("application/problem+json")
        .body("type", equalTo(type.uri()))
        .body("status", equalTo(type.status()))
        .body("title", notNullValue())
        .body("message.id", equalTo(type.title().id()))
        .body("message.en", equalTo(type.title().en()));
  }

  @Test
  void malformedJson() {
    assertProblem(put("{\"slotId\":1"), ProblemType.MALFORMED_JSON);
    assertProblem(put(""), ProblemType.MALFORMED_JSON);
    assertProblem(put("[]"), ProblemType.MALFORMED_JSON);
  }

  @Test
  void allInvalidFieldsAtOnce() {
    var answer =
        put(
            "{\"slotId\":\"one\",\"waitList\":\"yes\",\"vip\":true,\"child\":{\"nik\":\"3674019905139876\",\"name\":\"\","
                + "\"birthDate\":\"2999-01-01\",\"guardianPhone\":\"call me\",\"age\":12}}");
    assertProblem(answer, ProblemType.INVALID_FIELDS);
    answer
        .body(
            "errors.field",
            containsInAnyOrder(
                "/slotId",
                "/waitList",
                "/vip",
                "/child/nik",
                "/child/name",
                "/child/birthDate",
                "/child/guardianName",
                "/child/guardianPhone",
                "/child/age"))
        .body(
            "errors.code",
            containsInAnyOrder(
                "number",
                "flag",
                "unknown",
                "nik",
                "text",
                "birth-date",
                "required",
                "phone",
                "unknown"))
        .body("errors.message.id", hasItem("Wajib diisi."));
    assertThat(answer.extract().asString())
        .doesNotContain("3674019905139876")
        .doesNotContain("call me");
  }

  @Test
  void anIdThatIsNoUuid7() {
    for (var id : new String[] {"1", "not-an-id", "d9428888-122b-41e1-b85c-61e3c0b6a5b1"}) {
      var answer =
          citizen("a")
              .body(Map.of("slotId", 1, "child", Api.child(nik())))
              .put("/v1/reservations/" + id)
              .then();
      assertProblem(answer, ProblemType.INVALID_FIELDS);
      answer.body("errors.field", hasItem("id"));
    }
  }

  @Test
  void aBodyOverTheLimit() {
    assertProblem(
        put("{\"slotId\":" + " ".repeat(Form.MAX_BODY) + "1}"), ProblemType.BODY_TOO_LARGE);
  }

  @Test
  void aBodyFarOverTheLimitIsNotEvenRead() throws Exception {
    assertThat(
            raw(
                "PUT /v1/reservations/"
                    + uuid7()
                    + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n{"))
        .startsWith("HTTP/1.1 413")
        .contains("/problems/body-too-large");
  }

  @Test
  void aBodyThatIsNotJson() {
    assertProblem(
        citizen("a").contentType("text/plain").body("x").put("/v1/reservations/" + uuid7()).then(),
        ProblemType.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void anAddressOrAMethodThatIsNotThere() {
    assertProblem(citizen("a").get("/v1/nothing").then(), ProblemType.NOT_FOUND);
    assertProblem(citizen("a").get("/nothing").then(), ProblemType.NOT_FOUND);
    assertProblem(
        citizen("a").delete("/v1/reservations/" + uuid7()).then(), ProblemType.METHOD_NOT_ALLOWED);
    assertProblem(Api.anybody().get("/v1/intakes/nothing").then(), ProblemType.UNKNOWN_INTAKE);
    assertProblem(
        citizen("a").accept("image/png").get("/v1/reservations").then(),
        ProblemType.NOT_ACCEPTABLE);
  }

  @Test
  void noToken() {
    var answer = Api.anybody().get("/v1/reservations").then();
    assertProblem(answer, ProblemType.UNAUTHENTICATED);
    answer.header("WWW-Authenticate", containsString("Bearer"));
    assertProblem(
        Api.anybody().contentType("application/json").body("{").put("/v1/reservations/x").then(),
        ProblemType.UNAUTHENTICATED);
  }

  @Test
  void tokensThatAreExpiredForeignOrForged() throws Exception {
    var now = Instant.now();
    assertProblem(withToken("x.y.z"), ProblemType.INVALID_TOKEN);
    assertProblem(
        withToken(
            TestKeys.sign(
                TestKeys.claims().issuedAt(now.minusSeconds(900)).expiresAt(now.minusSeconds(600)),
                "RSA")),
        ProblemType.INVALID_TOKEN);
    assertProblem(
        withToken(TestKeys.sign(TestKeys.claims().issuer("elsewhere"), "RSA")),
        ProblemType.INVALID_TOKEN);
    assertProblem(
        withToken(TestKeys.sign(TestKeys.claims().audience("others"), "RSA")),
        ProblemType.INVALID_TOKEN);
    var foreign = java.security.KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    assertProblem(
        withToken(TestKeys.claims().jws().keyId("RSA").sign(foreign)), ProblemType.INVALID_TOKEN);
    assertProblem(
        withToken(TestKeys.claims().jws().keyId("unknown").sign(foreign)),
        ProblemType.INVALID_TOKEN);
    assertProblem(withToken(unsigned()), ProblemType.INVALID_TOKEN);
  }

  @Test
  void aVerifiedTokenIsRememberedAndAForgedOneIsNot() {
    var token = TestKeys.sign(TestKeys.claims().subject("remembered"), "RSA");
    var before = remembered();
    withToken(token).statusCode(200);
    withToken(token).statusCode(200);
    assertThat(remembered() - before).isEqualTo(1);
    var forged = token.substring(0, token.length() - 8) + "AAAAAAAA";
    assertProblem(withToken(forged), ProblemType.INVALID_TOKEN);
    assertProblem(withToken(forged), ProblemType.INVALID_TOKEN);
    assertThat(remembered() - before).isEqualTo(1);
  }

  private static double remembered() {
    return Meters.sum("kursi_tokens_total", "answer=\"remembered\"");
  }

  @Test
  void aRememberedTokenEndsWithItsLife() {
    // The service allows for 10 s between clocks.
    var now = Instant.now();
    var token =
        TestKeys.sign(
            TestKeys.claims().issuedAt(now.minusSeconds(60)).expiresAt(now.minusSeconds(7)), "RSA");
    withToken(token).statusCode(200);
    Eventually.eventually(() -> assertProblem(withToken(token), ProblemType.INVALID_TOKEN));
  }

  @Test
  void titlesFollowTheLanguageAskedFor() {
    var type = ProblemType.UNKNOWN_INTAKE;
    for (var path : new String[] {"/v1/intakes/none", "/problems/none"}) {
      var title = path.startsWith("/v1") ? type.title() : ProblemType.NOT_FOUND.title();
      in("id-ID,id;q=0.9,en;q=0.8", path).body("title", equalTo(title.id()));
      in("en-GB", path).body("title", equalTo(title.en())).header("Content-Language", "en");
      in("fr", path).body("title", equalTo(title.en()));
      in(";;;q=x", path).body("title", equalTo(title.en()));
    }
  }

  private static ValidatableResponse in(String languages, String path) {
    return RestAssured.given().header("Accept-Language", languages).get(path).then();
  }

  @Test
  void bothKindsOfKeysAreAccepted() {
    withToken(TestKeys.sign(TestKeys.claims(), "RSA")).statusCode(200);
    withToken(TestKeys.sign(TestKeys.claims(), "EC")).statusCode(200);
  }

  @Test
  void aTokenWithoutASubjectIsNobodys() {
    assertProblem(
        withToken(TestKeys.sign(TestKeys.claims().subject(""), "RSA")), ProblemType.INVALID_TOKEN);
  }

  @Test
  void aMissingRole() {
    assertProblem(Api.as("officer", "o").get("/v1/reservations").then(), ProblemType.MISSING_ROLE);
    assertProblem(
        citizen("a").body("{}").put("/v1/admin/intakes/x").then(), ProblemType.MISSING_ROLE);
    assertProblem(
        citizen("a").get("/v1/operator/intakes/smp-2025/audit").then(), ProblemType.MISSING_ROLE);
  }

  @Test
  void publicReadsNeedNoTokenAndMindNoExpiredOne() {
    Api.anybody().get("/v1/intakes").then().statusCode(200);
    var expired =
        TestKeys.sign(TestKeys.claims().expiresAt(Instant.now().minusSeconds(600)), "RSA");
    Api.anybody()
        .header("Authorization", "Bearer " + expired)
        .get("/v1/intakes/smp-2025/slots")
        .then()
        .statusCode(200);
  }

  @Test
  void anAdminHearsOfEveryWrongFieldToo() {
    var answer =
        Api.as("admin", "admin")
            .body(
                Map.of(
                    "service",
                    "none",
                    "title",
                    Map.of("id", "x"),
                    "allocation",
                    "LOTTERY",
                    "opensAt",
                    "2026-06-24",
                    "closesAt",
                    "2026-06-24T08:00:00+07:00",
                    "holdFor",
                    "PT1M",
                    "holdDeadline",
                    "2026-06-23T08:00:00+07:00"))
            .put("/v1/admin/intakes/test-x")
            .then();
    assertProblem(answer, ProblemType.INVALID_FIELDS);
    answer.body(
        "errors.field",
        containsInAnyOrder("/title/en", "/allocation", "/opensAt", "/holdDeadline", "/holdFor"));
    var unknown =
        Api.as("admin", "admin")
            .body(
                Map.of(
                    "service",
                    "none",
                    "title",
                    Map.of("id", "x", "en", "x"),
                    "allocation",
                    "ARRIVAL",
                    "opensAt",
                    "2026-06-24T08:00:00+07:00",
                    "closesAt",
                    "2026-06-24T14:00:00+07:00"))
            .put("/v1/admin/intakes/test-x")
            .then();
    assertProblem(unknown, ProblemType.INVALID_FIELDS);
    unknown.body("errors.field", hasItem("/service"));
  }

  /** CorsTest has the service with a site that is named. */
  @Test
  void noOtherOriginIsSpokenToUntilOneIsNamed() {
    Api.anybody()
        .header("Origin", "https://daftar.example")
        .get("/v1/intakes")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", nullValue());
  }

  @Test
  void everyProblemTypeHasItsPage() {
    for (var type : ProblemType.values()) {
      Api.anybody()
          .get(type.uri())
          .then()
          .statusCode(200)
          .body(containsString(type.title().en().replace("'", "&#39;")));
    }
    Api.anybody().get("/problems/nothing").then().statusCode(404);
  }

  @Test
  void thePageSaysWhatToTryNext() {
    Api.anybody()
        .get("/")
        .then()
        .statusCode(200)
        .contentType("text/html")
        .body(containsString("bin/token citizen"))
        .body(containsString("SPMB SMP 2025"));
  }

  private static String raw(String request) throws Exception {
    try (var socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      var answer = new StringBuilder();
      var buffer = new byte[4096];
      int read = in.read(buffer);
      while (read > 0) {
        answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        read = answer.indexOf("\r\n\r\n") >= 0 && answer.indexOf("}") >= 0 ? -1 : in.read(buffer);
      }
      return answer.toString();
    }
  }
}
