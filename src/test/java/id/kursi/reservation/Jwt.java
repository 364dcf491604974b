package id.kursi.reservation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.path.json.JsonPath;
import java.util.Base64;

/** What a JWT claims, whoever has signed it. */
final class Jwt {
  static JsonPath of(String text) {
    return JsonPath.from(new String(Base64.getUrlDecoder().decode(text.split("\\.")[1]), UTF_8));
  }

  private Jwt() {}
}
