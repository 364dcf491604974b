package id.kursi.platform;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Answers public reads with pages made ahead: plain, gzipped, or 304 for whoever has the same. */
@ApplicationScoped
public class PublicReads {
  /** Tells readers when to come again. */
  public static final String ASK_AGAIN = "Kursi-Ask-Again-Ms";

  private static final Buffer NOTHING = Buffer.buffer();

  /** CORS answers each origin by its name: a cache on the way must not mix them up. */
  private static final String VARY = "Accept-Encoding, Origin";

  private final String cacheControl;
  private final String askAgain;

  PublicReads(ReadsConfig config) {
    cacheControl = "public, max-age=" + config.maxAge().toSeconds();
    askAgain = config.askAgainFrom().toMillis() + "-" + config.askAgainTo().toMillis();
  }

  /**
   * Everything that changes without the page stands in headers: the moment of the counts, and the
   * span of milliseconds from which each reader picks when to ask again.
   */
  public Reply reply(RoutingContext asked, Page page, Instant asOf) {
    var headers =
        MultiMap.caseInsensitiveMultiMap()
            .set(HttpHeaders.CONTENT_TYPE, "application/json")
            .set(HttpHeaders.ETAG, page.etag())
            .set(HttpHeaders.CACHE_CONTROL, cacheControl)
            .set(HttpHeaders.VARY, VARY)
            .set("Kursi-As-Of", asOf.toString())
            .set(ASK_AGAIN, askAgain);
    var request = asked.request();
    var known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    if (known != null && (known.contains(page.etag()) || known.equals("*"))) {
      return new Reply(304, headers, NOTHING);
    }
    var encodings = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    return encodings != null && encodings.contains("gzip")
        ? new Reply(200, headers.set(HttpHeaders.CONTENT_ENCODING, "gzip"), page.gzip())
        : new Reply(200, headers, page.json());
  }
}
