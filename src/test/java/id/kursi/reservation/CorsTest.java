package id.kursi.reservation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.launcher.TestKeys;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Browsers of a named origin may ask and read the headers they need, those of others may not: on
 * the direct routes, on the REST resources, and on what is refused.
 */
@ServiceTest
@TestProfile(CorsTest.OneSite.class)
class CorsTest {
  private static final String SITE = "https://daftar.example";
  private static final String OTHER = "https://elsewhere.example";
  private static final List<String> NEEDED =
      List.of(
          "ETag",
          "Kursi-As-Of",
          "Kursi-Ask-Again-Ms",
          "Retry-After",
          "RateLimit",
          "RateLimit-Policy",
          "Location",
          "Link",
          "Content-Disposition",
          "WWW-Authenticate",
          "X-Request-Id");

  /** A browser shows these of every answer. */
  private static final Set<String> ALWAYS_SHOWN = Set.of("Cache-Control", "Content-Language");

  public static class OneSite implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.http.cors.enabled", "true", "quarkus.http.cors.origins", SITE);
    }
  }

  private static Response preflight(String origin, String path) {
    return given()
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "PUT")
        .header("Access-Control-Request-Headers", "authorization,content-type,if-none-match")
        .options(path);
  }

  private static Response read(String origin, String path) {
    return given()
        .header("Authorization", "Bearer " + TestKeys.token("o", "operator"))
        .header("Origin", origin)
        .get(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/intakes",
        "/v1/reservations/0197",
        "/v1/operator/intakes/smp-2025/audit",
        "/v1/admin/intakes/smp-2025"
      })
  void aNamedOriginIsLetIn(String path) {
    var before = preflight(SITE, path);
    assertThat(before.statusCode()).isEqualTo(200);
    assertThat(before.header("Access-Control-Allow-Origin")).isEqualTo(SITE);
    assertThat(words(before, "Access-Control-Allow-Methods")).contains("PUT", "GET", "DELETE");
    assertThat(words(before, "Access-Control-Allow-Headers"))
        .map(String::toLowerCase)
        .contains("authorization", "content-type", "if-none-match", "kursi-pass");
    var answer = read(SITE, path);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(SITE);
    assertThat(answer.header("Access-Control-Allow-Credentials")).isNotEqualTo("true");
    assertThat(words(answer, "Access-Control-Expose-Headers")).containsAll(NEEDED);
    assertThat(answer.statusCode()).isIn(200, 403, 405);
    assertThat(answer.asString()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/intakes", "/v1/reservations", "/v1/operator/intakes/smp-2025/audit"})
  void anotherOriginIsNot(String path) {
    for (var answer : List.of(preflight(OTHER, path), read(OTHER, path))) {
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
      assertThat(answer.asString()).isEmpty();
    }
  }

  /** What a cache keeps for one origin must not be shown to another. */
  @Test
  void cachesTellOriginsApart() {
    assertThat(words(read(SITE, "/v1/intakes"), "Vary")).contains("Origin");
  }

  /** Whoever reads the document may count on what it names. */
  @Test
  void everyHeaderThatTheDocumentNamesIsReadable() {
    assertThat(OpenApiDocument.answerHeaders())
        .contains("Link", "RateLimit")
        .allMatch(header -> NEEDED.contains(header) || ALWAYS_SHOWN.contains(header));
  }

  private static List<String> words(Response response, String header) {
    var value = response.header(header);
    return value == null ? List.of() : List.of(value.split("\\s*,\\s*"));
  }
}
