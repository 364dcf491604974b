package id.kursi.reservation;

import static id.kursi.reservation.Api.assertProblem;
import static id.kursi.reservation.Api.citizen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import id.kursi.launcher.TestKeys;
import id.kursi.platform.ProblemType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Who is let in by which token, and how the others are refused. */
@ServiceTest
class TokenTest {
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

  @Test
  void bothKindsOfKeysAreAccepted() {
    withToken(TestKeys.sign(TestKeys.claims(), "RSA")).statusCode(200);
    withToken(TestKeys.sign(TestKeys.claims(), "EC")).statusCode(200);
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
}
