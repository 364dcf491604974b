package id.kursi.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.launcher.FreshDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(FreshDatabase.class)
class RequestIdsTest {
  private static String answered(String path, String id) {
    return given().header(RequestIds.HEADER, id).get(path).header(RequestIds.HEADER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/intakes",
        "/v1/intakes/nowhere",
        "/v1/reservations",
        "/problems",
        "/nothing/here",
        "/q/health/ready"
      })
  void everyAnswerTellsTheIdThatTheRequestCameWith(String path) {
    assertThat(answered(path, "proxy-17.a_B")).isEqualTo("proxy-17.a_B");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "a\"b", "{a}", ""})
  void whatIsNoWordIsReplaced(String id) {
    assertThat(answered("/v1/intakes", id)).isNotEqualTo(id).matches("[0-9a-f]{8}-[0-9a-z]+");
  }

  @Test
  void anOverlongOneIsReplaced() {
    assertThat(answered("/v1/intakes", "a".repeat(64))).isEqualTo("a".repeat(64));
    assertThat(answered("/v1/intakes", "a".repeat(65))).hasSizeLessThan(65);
  }

  @Test
  void eachRequestWithoutOneGetsItsOwn() {
    var made = new HashSet<String>();
    for (int i = 0; i < 10; i++) {
      made.add(given().get("/v1/intakes").header(RequestIds.HEADER));
    }
    assertThat(made).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {BrokenRoutes.DIRECT, BrokenRoutes.RESOURCE})
  void whatIsLoggedForARequestCarriesItsIdAndNoOthers(String path) throws IOException {
    var first = "first-" + UUID.randomUUID();
    var second = "second-" + UUID.randomUUID();
    for (var id : List.of(first, second)) {
      given().header(RequestIds.HEADER, id).get(path).then().statusCode(500);
    }
    assertThat(logged(first)).isNotEmpty().allMatch(line -> line.contains("Request failed"));
    assertThat(logged(second)).isNotEmpty().noneMatch(line -> line.contains(first));
  }

  private static List<String> logged(String id) throws IOException {
    try (var lines = Files.lines(Path.of("target", "kursi-test.log"))) {
      return lines.filter(line -> line.contains(id) && line.contains("[id.ku")).toList();
    }
  }
}
