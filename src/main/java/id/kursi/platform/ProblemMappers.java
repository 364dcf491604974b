package id.kursi.platform;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Shows problems where the REST layer, or Quarkus before it, answers. */
final class ProblemMappers {
  /** Filters of a higher priority run earlier; Quarkus' own limit stands at 2. */
  private static final int BEFORE_QUARKUS = 100;

  /** Before the direct routes too. */
  private static final int BEFORE_ALL = 500;

  private final ProblemReplies replies;

  ProblemMappers(ProblemReplies replies) {
    this.replies = replies;
  }

  @ServerExceptionMapper({
    ProblemException.class,
    UnauthorizedException.class,
    AuthenticationFailedException.class,
    ForbiddenException.class,
    WebApplicationException.class,
    Throwable.class
  })
  Response problem(Throwable failure, HttpHeaders headers) {
    var language = Language.of(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    return replies.of(Problems.of(failure), language).response();
  }

  /** What is refused before REST sees it. */
  void beforeRest(@Observes Router router) {
    router.errorHandler(413, context -> end(context, ProblemType.BODY_TOO_LARGE));
    router.errorHandler(404, context -> end(context, ProblemType.NOT_FOUND));
    router.errorHandler(405, context -> end(context, ProblemType.METHOD_NOT_ALLOWED));
    // Before Quarkus' own, which writes of the failure's class and message into its answer.
    router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
  }

  private void failed(RoutingContext context) {
    var failure = context.failure();
    if (context.statusCode() == 400) {
      // No HTTP: there is nobody who could read a document.
      context.response().setStatusCode(400).end();
    } else if (failure == null) {
      context.next();
    } else {
      var problem = Problems.of(failure);
      DirectRoutes.send(context, replies.of(problem, DirectRoutes.language(context)));
    }
  }

  /**
   * Quarkus answers a body over its limit with nothing at all: this comes before it and says why.
   */
  void refuseBodies(
      @Observes Filters filters,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
    filters.register(
        context -> {
          if (RequestBody.isOver(context.request(), limit.asLongValue())) {
            // The rest of the body is on its way: the connection cannot be used again.
            context.response().putHeader("Connection", "close");
            end(context, ProblemType.BODY_TOO_LARGE);
          } else {
            context.next();
          }
        },
        BEFORE_QUARKUS);
    filters.register(this::refuseNoMediaType, BEFORE_QUARKUS);
    filters.register(ProblemMappers::endAfterChunks, BEFORE_ALL);
  }

  /**
   * A body in chunks may have come with a length too: Netty takes the length away, so that nobody
   * sees it, and reads on. A proxy that went by the length would take what follows for this
   * visitor's, so nothing may follow (RFC 9112, 6.1).
   */
  private static void endAfterChunks(RoutingContext context) {
    if (context.request().getHeader(io.vertx.core.http.HttpHeaders.TRANSFER_ENCODING) != null) {
      context.response().putHeader("Connection", "close");
      context.addEndHandler(ended -> context.request().connection().close());
    }
    context.next();
  }

  /** The REST layer takes a type that cannot be read for a fault of the service. */
  private void refuseNoMediaType(RoutingContext context) {
    var request = context.request();
    var method = request.method();
    var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    var accept = request.getHeader(HttpHeaders.ACCEPT);
    if (type != null && (method == HttpMethod.PUT || method == HttpMethod.POST) && !isRead(type)) {
      end(context, ProblemType.UNSUPPORTED_MEDIA_TYPE);
    } else if (accept != null
        && !Arrays.stream(accept.split(",")).allMatch(ProblemMappers::isRead)) {
      end(context, ProblemType.NOT_ACCEPTABLE);
    } else {
      context.next();
    }
  }

  private static boolean isRead(String mediaType) {
    try {
      return MediaType.valueOf(mediaType.strip()) != null;
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
  }

  private void end(RoutingContext context, ProblemType type) {
    DirectRoutes.send(context, replies.of(Problem.of(type), DirectRoutes.language(context)));
  }
}
