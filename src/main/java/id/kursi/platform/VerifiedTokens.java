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
 * token's expiry and a minute, which is also the longest that a withdrawn key is believed after
 * SmallRye has dropped it. Keys from a file are read once, at the start.
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
   */
  record Bearer(String account, Set<String> roles, long expires) {
    private static Bearer of(SecurityIdentity identity) {
      var token = (JsonWebToken) identity.getPrincipal();
      return new Bearer(
          CurrentUser.account(token), Set.copyOf(identity.getRoles()), token.getExpirationTime());
    }
  }

  private final IdentityProviderManager identities;
  private final Clock clock;
  private final Counter remembered;
  private final Counter checked;
  private final Cache<ByteBuffer, Bearer> verified;

  VerifiedTokens(IdentityProviderManager identities, Clock clock, MeterRegistry meters) {
    this.identities = identities;
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
    if (known != null) {
      remembered.increment();
      return Uni.createFrom().item(known);
    }
    checked.increment();
    return identities
        .authenticate(new TokenAuthenticationRequest(new JsonWebTokenCredential(token)))
        .map(Bearer::of)
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
