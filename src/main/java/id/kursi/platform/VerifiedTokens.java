package id.kursi.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.MpJwtValidator;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Remembers verified tokens for a moment: a signature costs some 50 microseconds, and a parent's
 * phone sends the same token with every request of the opening minute. Bounded; keyed by the
 * token's SHA-256, so that no token lies in memory; an entry lives until the earlier of the token's
 * expiry and a minute, which is also the longest that a withdrawn key is believed after SmallRye
 * has dropped it. Keys from a file are read once, at the start.
 */
@Startup
@ApplicationScoped
class VerifiedTokens implements IdentityProvider<TokenAuthenticationRequest> {
  private static final int MOST = 100_000;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final MpJwtValidator validator;
  private final Clock clock;
  private final Counter remembered;
  private final Counter checked;
  private final Cache<ByteBuffer, SecurityIdentity> verified;

  VerifiedTokens(MpJwtValidator validator, Clock clock, MeterRegistry meters) {
    this.validator = validator;
    this.clock = clock;
    remembered = meters.counter("kursi.tokens", "answer", "remembered");
    checked = meters.counter("kursi.tokens", "answer", "checked");
    verified =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfter(
                Expiry.<ByteBuffer, SecurityIdentity>creating((key, identity) -> life(identity)))
            .build();
  }

  private Duration life(SecurityIdentity identity) {
    if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
      return Duration.ZERO;
    }
    var left = Duration.ofSeconds(token.getExpirationTime()).minusMillis(clock.millis());
    return left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST) < 0 ? left : LONGEST;
  }

  @Override
  public Class<TokenAuthenticationRequest> getRequestType() {
    return TokenAuthenticationRequest.class;
  }

  /**
   * The highest is asked first, and a provider that says nothing, as the validator, stands above
   * SYSTEM_FIRST.
   */
  @Override
  public int priority() {
    return SYSTEM_FIRST + 100;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TokenAuthenticationRequest request, AuthenticationRequestContext context) {
    var known = remembered(request.getToken().getToken());
    if (known != null) {
      return Uni.createFrom().item(known);
    }
    var key = sha256(request.getToken().getToken());
    checked.increment();
    return validator.authenticate(request, context).invoke(identity -> verified.put(key, identity));
  }

  /** Who it is, or null where the token was not verified within the last minute. */
  SecurityIdentity remembered(String token) {
    var known = verified.getIfPresent(sha256(token));
    if (known != null) {
      remembered.increment();
    }
    return known;
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
