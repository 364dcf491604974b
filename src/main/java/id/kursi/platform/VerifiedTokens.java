package id.kursi.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Remembers for a moment whose a verified token is: a signature costs some 50 microseconds, and a
 * parent's phone sends the same token with every request of the opening minute. Of a token only its
 * account and roles are kept, some hundred bytes where an identity takes thousands. Bounded; keyed
 * by the token's SHA-256, so that no token lies in memory; an entry lives until the earlier of the
 * token's expiry and a minute, and counts only while the keys are those that it was checked with.
 */
@Startup
@ApplicationScoped
class VerifiedTokens {
  private static final int MOST = 100_000;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /**
   * Whose a token is.
   *
   * @param expires by the token's own word, in seconds since the epoch
   * @param keys the generation of the keys that the token was checked with, or an earlier one
   */
  record Bearer(String account, Set<String> roles, long expires, int keys) {
    private static Bearer of(SecurityIdentity identity, int keys) {
      var token = (JsonWebToken) identity.getPrincipal();
      return new Bearer(
          CurrentUser.account(token),
          Set.copyOf(identity.getRoles()),
          token.getExpirationTime(),
          keys);
    }
  }

  private final IdentityProviderManager identities;
  private final TokenKeys keys;
  private final Clock clock;
  private final Counter remembered;
  private final Counter checked;
  private final Cache<ByteBuffer, Bearer> verified;

  VerifiedTokens(
      IdentityProviderManager identities, TokenKeys keys, Clock clock, MeterRegistry meters) {
    this.identities = identities;
    this.keys = keys;
    this.clock = clock;
    remembered = meters.counter("kursi.tokens", "answer", "remembered");
    checked = meters.counter("kursi.tokens", "answer", "checked");
    verified =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfter(Expiry.<ByteBuffer, Bearer>creating((key, bearer) -> life(bearer)))
            .build();
  }

  private Duration life(Bearer bearer) {
    var left = Duration.ofSeconds(bearer.expires()).minusMillis(clock.millis());
    return left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST) < 0 ? left : LONGEST;
  }

  /** Fails as SmallRye does where the token does not count. */
  Uni<Bearer> bearer(String token) {
    var key = sha256(token);
    var known = verified.getIfPresent(key);
    var generation = keys.generation();
    if (known != null && known.keys() == generation) {
      remembered.increment();
      return Uni.createFrom().item(known);
    }
    checked.increment();
    return identities
        .authenticate(new TokenAuthenticationRequest(new JsonWebTokenCredential(token)))
        .map(identity -> Bearer.of(identity, generation))
        .invoke(bearer -> verified.put(key, bearer));
  }

  private static ByteBuffer sha256(String token) {
    try {
      return ByteBuffer.wrap(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
