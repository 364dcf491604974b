package id.kursi.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys come and go while the service runs. */
class TokenKeysTest {
  @TempDir Path folder;
  private Path file;
  private EllipticCurveJsonWebKey first;
  private EllipticCurveJsonWebKey second;

  @BeforeEach
  void twoKeys() throws Exception {
    file = folder.resolve("keys.jwks");
    first = key("first");
    second = key("second");
  }

  private static EllipticCurveJsonWebKey key(String id) throws Exception {
    var key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    key.setKeyId(id);
    return key;
  }

  private static String set(EllipticCurveJsonWebKey... keys) {
    return new JsonWebKeySet(keys).toJson();
  }

  private static String token(EllipticCurveJsonWebKey key) {
    return Jwt.issuer("issuer")
        .subject("a")
        .expiresIn(Duration.ofMinutes(5))
        .jws()
        .keyId(key.getKeyId())
        .algorithm(SignatureAlgorithm.ES256)
        .sign(key.getPrivateKey());
  }

  private static TokenKeys from(String location) {
    var settings = new JWTAuthContextInfo(location, "issuer");
    settings.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
    return new TokenKeys(location, settings);
  }

  private static void assertCounts(TokenKeys keys, EllipticCurveJsonWebKey key) throws Exception {
    assertThat(keys.parse(token(key), null).getSubject()).isEqualTo("a");
  }

  private static void assertRefused(TokenKeys keys, EllipticCurveJsonWebKey key) {
    assertThatThrownBy(() -> keys.parse(token(key), null)).isInstanceOf(ParseException.class);
  }

  @Test
  void aNewKeyCountsAndAWithdrawnOneNoLonger() throws Exception {
    Files.writeString(file, set(first));
    var keys = from(file.toUri().toString());
    assertCounts(keys, first);
    assertRefused(keys, second);

    Files.writeString(file, set(first, second));
    keys.refresh();
    assertThat(keys.generation()).isEqualTo(1);
    assertCounts(keys, first);
    assertCounts(keys, second);

    Files.writeString(file, set(second));
    keys.refresh();
    assertThat(keys.generation()).isEqualTo(2);
    assertRefused(keys, first);
    assertCounts(keys, second);
  }

  @Test
  void keysThatStayedLeaveWhatIsRemembered() throws Exception {
    Files.writeString(file, set(first));
    var keys = from(file.toUri().toString());
    keys.refresh();
    assertThat(keys.generation()).isZero();
  }

  @Test
  void whatCannotBeUsedLeavesTheEarlierKeys() throws Exception {
    Files.writeString(file, set(first));
    var keys = from(file.toUri().toString());
    for (var broken : new String[] {"", "{", "{}", "{\"keys\":[]}", "not a key"}) {
      Files.writeString(file, broken);
      keys.refresh();
      assertThat(keys.generation()).as("after '%s'", broken).isZero();
      assertCounts(keys, first);
    }
    Files.delete(file);
    keys.refresh();
    assertCounts(keys, first);
  }

  @Test
  void aServiceWithoutKeysDoesNotStart() throws Exception {
    Files.writeString(file, "{\"keys\":[]}");
    assertThatThrownBy(() -> from(file.toUri().toString()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("mp.jwt.verify.publickey.location");
  }

  @Test
  void anIssuerMayBeAskedByItsAddress() throws Exception {
    var vertx = Vertx.vertx();
    var published = new String[] {set(first)};
    try {
      var server =
          vertx
              .createHttpServer()
              .requestHandler(request -> request.response().end(published[0]))
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .get();
      var keys = from("http://127.0.0.1:" + server.actualPort() + "/keys");
      assertCounts(keys, first);
      published[0] = set(second);
      keys.refresh();
      assertRefused(keys, first);
      assertCounts(keys, second);
      server.close().toCompletionStage().toCompletableFuture().get();
      keys.refresh();
      assertCounts(keys, second);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }
}
