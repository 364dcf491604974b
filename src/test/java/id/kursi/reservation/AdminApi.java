package id.kursi.reservation;

import io.restassured.response.ValidatableResponse;
import java.util.UUID;

/** An administrator puts and lists, below /v1/admin. */
final class AdminApi {
  /** Of nobody else. */
  static String code() {
    return "t" + UUID.randomUUID().toString().substring(0, 8);
  }

  static ValidatableResponse put(String path, Object body) {
    return Api.as("admin", "admin").body(body).put("/v1/admin/" + path).then();
  }

  /** A table, all of it at once. */
  static ValidatableResponse csv(String path, String... lines) {
    return Api.as("admin", "admin")
        .contentType("text/csv")
        .body(String.join("\r\n", lines))
        .put("/v1/admin/" + path)
        .then();
  }

  static ValidatableResponse list(String path) {
    return Api.as("admin", "admin").get("/v1/admin/" + path).then().statusCode(200);
  }

  private AdminApi() {}
}
