package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.kursi.launcher.DevKeys;
import id.kursi.platform.ProblemType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** Makes tokens by hand, part by part, and shows them to the service. */
final class Forge {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A direct route and a REST resource: each checks tokens in its own way. */
  static final Map<String, String> PATHS =
      Map.of("citizen", "/v1/reservations", "admin", "/v1/admin/agencies");

  /** Where the issuer's keys are. */
  static Path keys() {
    return Path.of(ConfigProvider.getConfig().getValue("kursi.signing.keys", String.class))
        .getParent();
  }

  static PrivateKey privateKey(String kind) throws Exception {
    return DevKeys.in(keys()).privateKey(kind);
  }

  static Map<String, Object> claims(String role) {
    long now = Instant.now().getEpochSecond();
    return new HashMap<>(
        Map.of(
            "iss",
            "kursi-dev",
            "aud",
            "kursi",
            "sub",
            "a",
            "groups",
            List.of(role),
            "iat",
            now,
            "exp",
            now + 600));
  }

  /**
   * @param value null to leave it out
   */
  static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
    var changed = new HashMap<>(claims);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return changed;
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String part(Object json) throws Exception {
    return base64(JSON.writeValueAsBytes(json));
  }

  static String signed(Map<String, ?> header, Map<String, ?> claims, PrivateKey key)
      throws Exception {
    var text = part(header) + "." + part(claims);
    var signature =
        Signature.getInstance(
            key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + base64(signature.sign());
  }

  /** As the issuer signs. */
  static String good(Map<String, ?> claims) throws Exception {
    return signed(Map.of("alg", "RS256", "kid", "RSA"), claims, privateKey("RSA"));
  }

  static int ask(String role, String token) {
    return Api.anybody()
        .header("Authorization", "Bearer " + token)
        .get(PATHS.get(role))
        .statusCode();
  }

  static void assertRefused(String attack, String role, String token) {
    var answer =
        Api.anybody()
            .header("Authorization", "Bearer " + token)
            .get(PATHS.get(role))
            .then()
            .extract();
    assertThat(answer.statusCode()).as("%s, %s", attack, role).isEqualTo(401);
    assertThat(answer.<String>path("type"))
        .as("%s, %s", attack, role)
        .isEqualTo(ProblemType.INVALID_TOKEN.uri());
  }

  private Forge() {}
}
