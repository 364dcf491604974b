package id.kursi.platform;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * One word for a request in its caller's log, the proxy's and ours: {@code X-Request-Id}, taken
 * where it is well-formed and made where it is not, told in the answer, and beside every line that
 * is logged for the request. Problem documents do not repeat it: those that thousands hear are made
 * once, and the header is in the same answer.
 */
@ApplicationScoped
class RequestIds {
  static final String HEADER = "X-Request-Id";
  static final String LOGGED_AS = "requestId";

  /** Filters run before all routes: CORS stands at 300, the direct routes at 250. */
  static final int FIRST = 400;

  private static final int LONGEST = 64;

  /** What is found in no log format and no query language as more than a word. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1," + LONGEST + "}");

  /** Of this start of this instance: a number alone would come again after the next start. */
  private final String prefix;

  private final AtomicLong number = new AtomicLong();

  RequestIds(SecureRandom random) {
    prefix = HexFormat.of().toHexDigits(random.nextInt()) + "-";
  }

  void register(@Observes Filters filters) {
    filters.register(this::name, FIRST);
  }

  private void name(RoutingContext context) {
    var given = context.request().getHeader(HEADER);
    var id =
        given != null && WORD.matcher(given).matches()
            ? given
            : prefix + Long.toString(number.incrementAndGet(), Character.MAX_RADIX);
    MDC.put(LOGGED_AS, id);
    context.response().putHeader(HEADER, id);
    context.next();
  }
}
