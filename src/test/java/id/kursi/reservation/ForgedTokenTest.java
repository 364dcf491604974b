package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static id.kursi.reservation.Forge.PATHS;
import static id.kursi.reservation.Forge.ask;
import static id.kursi.reservation.Forge.assertRefused;
import static id.kursi.reservation.Forge.base64;
import static id.kursi.reservation.Forge.claims;
import static id.kursi.reservation.Forge.good;
import static id.kursi.reservation.Forge.keys;
import static id.kursi.reservation.Forge.part;
import static id.kursi.reservation.Forge.privateKey;
import static id.kursi.reservation.Forge.signed;
import static id.kursi.reservation.Forge.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;

/** Tokens that nobody issued, made from those that somebody did: refused by both kinds of paths. */
@ServiceTest
class ForgedTokenTest {
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
            .toParams(OutputControlLevel.PUBLIC_ONLY);
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
