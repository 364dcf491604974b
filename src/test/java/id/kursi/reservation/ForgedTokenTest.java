package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.kursi.launcher.DevKeys;
import id.kursi.platform.ProblemType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;

/** Tokens that nobody issued, made from those that somebody did: refused by both kinds of paths. */
@ServiceTest
class ForgedTokenTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A direct route and a REST resource: each checks tokens in its own way. */
  private static final Map<String, String> PATHS =
      Map.of("citizen", "/v1/reservations", "admin", "/v1/admin/agencies");

  private static Path keys() {
    return Path.of(ConfigProvider.getConfig().getValue("kursi.signing.keys", String.class))
        .getParent();
  }

  private static PrivateKey privateKey(String kind) throws Exception {
    return DevKeys.in(keys()).privateKey(kind);
  }

  private static Map<String, Object> claims(String role) {
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

  private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
    var changed = new HashMap<>(claims);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return changed;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String part(Object json) throws Exception {
    return base64(JSON.writeValueAsBytes(json));
  }

  private static String signed(Map<String, ?> header, Map<String, ?> claims, PrivateKey key)
      throws Exception {
    var text = part(header) + "." + part(claims);
    var signature =
        Signature.getInstance(
            key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + base64(signature.sign());
  }

  private static String good(Map<String, ?> claims) throws Exception {
    return signed(Map.of("alg", "RS256", "kid", "RSA"), claims, privateKey("RSA"));
  }

  private static int ask(String role, String token) {
    return Api.anybody()
        .header("Authorization", "Bearer " + token)
        .get(PATHS.get(role))
        .statusCode();
  }

  private static void assertRefused(String attack, String role, String token) {
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

  /** If these were refused, every refusal below would show nothing. */
  @Test
  void whatTheIssuerSignedIsTaken() throws Exception {
    for (var role : PATHS.keySet()) {
      assertThat(ask(role, good(claims(role)))).isEqualTo(200);
      assertThat(
              ask(
                  role,
                  signed(Map.of("alg", "ES256", "kid", "EC"), claims(role), privateKey("EC"))))
          .isEqualTo(200);
    }
  }

  @Test
  void noAlgorithmIsNoSignature() throws Exception {
    for (var role : PATHS.keySet()) {
      var signature = good(claims(role)).split("\\.")[2];
      for (var alg : List.of("none", "None", "NONE", "nOnE", "")) {
        var text = part(Map.of("alg", alg, "kid", "RSA")) + "." + part(claims(role)) + ".";
        assertRefused("alg " + alg, role, text);
        assertRefused("alg " + alg + " with a signature", role, text + signature);
      }
      assertRefused("no alg", role, part(Map.of()) + "." + part(claims(role)) + ".");
    }
  }

  /** Whoever takes the algorithm from the token takes the public key for a shared secret. */
  @Test
  void thePublicKeyIsNoSharedSecret() throws Exception {
    var jwks = Files.readString(keys().resolve("jwt-public.jwks"));
    var rsa = (PublicJsonWebKey) new JsonWebKeySet(jwks).getJsonWebKeys().getFirst();
    var key = (RSAPublicKey) rsa.getPublicKey();
    var der = key.getEncoded();
    var pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    var secrets = new LinkedHashMap<String, byte[]>();
    secrets.put("PEM", pem.getBytes(StandardCharsets.US_ASCII));
    secrets.put("PEM without its end of line", pem.strip().getBytes(StandardCharsets.US_ASCII));
    secrets.put("DER", der);
    secrets.put("JWKS", jwks.getBytes(StandardCharsets.UTF_8));
    secrets.put("JWK", rsa.toJson().getBytes(StandardCharsets.UTF_8));
    secrets.put("modulus", key.getModulus().toByteArray());
    for (var secret : secrets.entrySet()) {
      for (var alg : List.of("HS256", "HS512")) {
        for (var role : PATHS.keySet()) {
          var text = part(Map.of("alg", alg, "kid", "RSA")) + "." + part(claims(role));
          var mac = Mac.getInstance("HmacSHA" + alg.substring(2));
          mac.init(new SecretKeySpec(secret.getValue(), mac.getAlgorithm()));
          var forged = text + "." + base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
          assertRefused(alg + " with the " + secret.getKey(), role, forged);
        }
      }
    }
  }

  @Test
  void aKeyThatTheTokenBringsAlongIsNotTheIssuers() throws Exception {
    var own = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    var jwk =
        PublicJsonWebKey.Factory.newPublicJwk(own.getPublic())
            .toParams(org.jose4j.jwk.JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    var headers =
        List.<Map<String, Object>>of(
            Map.of("alg", "RS256"),
            Map.of("alg", "RS256", "kid", "RSA"),
            Map.of("alg", "RS256", "kid", "unknown"),
            Map.of("alg", "RS256", "kid", "../../../../dev/null"),
            Map.of("alg", "RS256", "kid", "' OR 1=1 --"),
            Map.of("alg", "RS256", "kid", "RSA", "jwk", jwk),
            Map.of("alg", "RS256", "jku", "http://127.0.0.1:1/keys"),
            Map.of("alg", "RS256", "x5u", "http://127.0.0.1:1/keys"),
            Map.of("alg", "RS256", "kid", "RSA", "crit", List.of("exp")));
    for (var header : headers) {
      for (var role : PATHS.keySet()) {
        assertRefused(
            header.keySet().toString(), role, signed(header, claims(role), own.getPrivate()));
      }
    }
  }

  @Test
  void aSignatureBelongsToItsKeyAndItsText() throws Exception {
    for (var role : PATHS.keySet()) {
      var parts = good(claims(role)).split("\\.");
      var admin = with(claims(role), "groups", List.of("citizen", "officer", "admin", "operator"));
      var attacks = new LinkedHashMap<String, String>();
      attacks.put(
          "unknown kid",
          signed(Map.of("alg", "RS256", "kid", "x"), claims(role), privateKey("RSA")));
      attacks.put("role added", parts[0] + "." + part(admin) + "." + parts[2]);
      attacks.put(
          "other account", parts[0] + "." + part(with(claims(role), "sub", "b")) + "." + parts[2]);
      attacks.put("no signature", parts[0] + "." + parts[1] + ".");
      attacks.put("two parts", parts[0] + "." + parts[1]);
      attacks.put("half a signature", parts[0] + "." + parts[1] + "." + parts[2].substring(0, 170));
      attacks.put("five parts", String.join(".", parts) + "." + parts[1] + "." + parts[2]);
      attacks.put(
          "a signature of RSA for one of EC",
          signed(Map.of("alg", "ES256", "kid", "EC"), claims(role), privateKey("RSA")));
      // CVE-2022-21449: zeros were a signature of everything.
      attacks.put(
          "zeros",
          part(Map.of("alg", "ES256", "kid", "EC")) + "." + parts[1] + "." + base64(new byte[64]));
      attacks.put("very long", "e".repeat(12_000));
      for (var attack : attacks.entrySet()) {
        assertRefused(attack.getKey(), role, attack.getValue());
      }
    }
  }

  @Test
  void aTokenIsForThisServiceFromItsIssuerAndForNow() throws Exception {
    long now = Instant.now().getEpochSecond();
    for (var role : PATHS.keySet()) {
      var claims = claims(role);
      assertRefused("issuer", role, good(with(claims, "iss", "https://elsewhere.example")));
      assertRefused("no issuer", role, good(with(claims, "iss", null)));
      assertRefused("audience", role, good(with(claims, "aud", "other-service")));
      assertRefused("no audience", role, good(with(claims, "aud", null)));
      assertRefused("expired", role, good(with(claims, "exp", now - 60)));
      assertRefused("never ends", role, good(with(claims, "exp", null)));
      assertRefused("not yet valid", role, good(with(claims, "nbf", now + 60)));
    }
    // An account is asked for only where there is something of its own.
    var citizen = claims("citizen");
    assertRefused("too long", "citizen", good(with(citizen, "sub", "x".repeat(129))));
    assertRefused("line break", "citizen", good(with(citizen, "sub", "a\nb")));
  }

  /** A key that leaks is taken from the set: what it signed stops to count, remembered or not. */
  @Test
  void aWithdrawnKeyCountsNoLonger() throws Exception {
    var file = keys().resolve("jwt-public.jwks");
    var before = Files.readString(file);
    var leaked = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    var header = Map.of("alg", "RS256", "kid", "leaked");
    var set = new JsonWebKeySet(before);
    var key = PublicJsonWebKey.Factory.newPublicJwk(leaked.getPublic());
    key.setKeyId("leaked");
    set.addJsonWebKey(key);
    var tokens = new HashMap<String, String>();
    for (var role : PATHS.keySet()) {
      tokens.put(role, signed(header, claims(role), leaked.getPrivate()));
    }
    try {
      Files.writeString(file, set.toJson());
      tokens.forEach(
          (role, token) -> eventually(() -> assertThat(ask(role, token)).isEqualTo(200)));
    } finally {
      Files.writeString(file, before);
    }
    tokens.forEach((role, token) -> eventually(() -> assertRefused("withdrawn key", role, token)));
  }
}
