package id.kursi.platform;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.KeyLocationResolver;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.util.ResourceUtils;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The keys that tokens are checked with, read again every {@code kursi.token-keys.every} from where
 * {@code mp.jwt.verify.publickey.location} says: a withdrawn key counts no longer than that, and no
 * request waits for a key. SmallRye alone reads a file once, and asks an address while a token
 * waits. Keys that cannot be read or used leave the earlier ones in place: nobody is locked out by
 * an issuer that is away.
 */
@Startup
@Alternative
@Priority(1)
@ApplicationScoped
class TokenKeys extends JWTCallerPrincipalFactory {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /**
   * @param generation counts how often the keys have changed
   * @param reading SmallRye's own reading of tokens, which resolves the keys' text once
   */
  private record Keys(
      int generation, String text, JWTAuthContextInfo rules, JWTCallerPrincipalFactory reading) {}

  private final String location;
  private final JWTAuthContextInfo settings;
  private volatile Keys keys;

  /**
   * @param settings everything else that a token is held against; it forgets where a file was
   */
  TokenKeys(
      @ConfigProperty(name = "mp.jwt.verify.publickey.location") String location,
      JWTAuthContextInfo settings) {
    this.location = location;
    this.settings = settings;
    try {
      keys = usable(0, text());
    } catch (IOException | UnresolvableKeyException unusable) {
      throw new IllegalStateException(
          "mp.jwt.verify.publickey.location names no keys that can be used", unusable);
    }
  }

  /**
   * Whoever remembers that a token counted remembers under which keys: these have changed since.
   */
  int generation() {
    return keys.generation();
  }

  @Override
  public JWTCallerPrincipal parse(String token, JWTAuthContextInfo unused) throws ParseException {
    var now = keys;
    return now.reading().parse(token, now.rules());
  }

  /** Blocking: reads a file or asks the issuer, so it runs on a worker thread. */
  @Scheduled(
      every = "${kursi.token-keys.every:10s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void refresh() {
    try {
      var text = text();
      if (!text.equals(keys.text())) {
        keys = usable(keys.generation() + 1, text);
        Log.info("The keys that tokens are checked with have changed");
      }
    } catch (IOException | UncheckedIOException | UnresolvableKeyException unusable) {
      Log.warnf("Tokens are checked with the earlier keys: %s", unusable.getMessage());
    }
  }

  private String text() throws IOException {
    var text = ResourceUtils.readResource(location, new Impatient());
    return Objects.requireNonNullElse(text, "");
  }

  private Keys usable(int generation, String text) throws UnresolvableKeyException {
    var rules = new JWTAuthContextInfo(settings);
    rules.setPublicKeyLocation(null);
    rules.setPublicKeyContent(text);
    if (!new Resolved(rules).any()) {
      throw new UnresolvableKeyException("no key in " + location);
    }
    return new Keys(generation, text, rules, new DefaultJWTCallerPrincipalFactory());
  }

  /** SmallRye's reading of the text, asked whether it came to anything. */
  private static final class Resolved extends KeyLocationResolver {
    Resolved(JWTAuthContextInfo rules) throws UnresolvableKeyException {
      super(rules);
    }

    boolean any() {
      return key != null || (jsonWebKeys != null && !jsonWebKeys.isEmpty());
    }
  }

  private static final class Impatient extends ResourceUtils.UrlStreamResolver {
    @Override
    public InputStream resolve(String address) throws IOException {
      var connection = URI.create(address).toURL().openConnection();
      connection.setConnectTimeout((int) PATIENCE.toMillis());
      connection.setReadTimeout((int) PATIENCE.toMillis());
      return connection.getInputStream();
    }
  }
}
