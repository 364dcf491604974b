package id.kursi.reservation;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import id.kursi.platform.ProblemType;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

/** What a browser is shown, and in which language. */
@ServiceTest
class PagesTest {
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
}
