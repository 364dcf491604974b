package id.kursi.reservation;

import static org.hamcrest.Matchers.equalTo;

import id.kursi.platform.ProblemType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A title follows Accept-Language wherever it is refused; the message is always in both. */
@ServiceTest
class LanguageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id | id",
        "en | en",
        "id-ID,id;q=0.9,en;q=0.8 | id",
        "en;q=0.4,id;q=0.7 | id",
        "jv,en;q=0.5 | en",
        "jv | en",
        ";;q=much | en",
        "* | en",
        " | en"
      })
  void titlesFollowTheWish(String wished, String answered) {
    // A direct route; a REST resource, refused by its role; and one that answers by an outcome.
    check(with(Api.anybody(), wished).get("/v1/reservations"), "unauthenticated", answered);
    check(
        with(Api.citizen("a"), wished).body("{}").put("/v1/admin/intakes/x"),
        "missing-role",
        answered);
    check(
        with(Api.as("officer", "o"), wished)
            .body(Map.of("reason", "x"))
            .put("/v1/officer/reservations/" + Api.uuid7() + "/void"),
        "unknown-reservation",
        answered);
  }

  private static RequestSpecification with(RequestSpecification request, String wished) {
    return wished == null ? request : request.header("Accept-Language", wished);
  }

  private static void check(Response response, String slug, String language) {
    var type =
        java.util.Arrays.stream(ProblemType.values())
            .filter(known -> known.slug().equals(slug))
            .findFirst()
            .orElseThrow();
    var title = language.equals("id") ? type.title().id() : type.title().en();
    response
        .then()
        .statusCode(type.status())
        .header("Content-Language", language)
        .body("title", equalTo(title))
        .body("message.id", equalTo(type.title().id()))
        .body("message.en", equalTo(type.title().en()));
  }
}
