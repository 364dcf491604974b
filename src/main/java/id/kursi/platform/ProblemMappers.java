package id.kursi.platform;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where exceptions become problem documents. */
final class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  /** Filters of a higher priority run earlier; Quarkus' own limit stands at 2. */
  private static final int BEFORE_QUARKUS = 100;

  @ServerExceptionMapper
  Response problem(ProblemException exception) {
    return exception.problem().response();
  }

  @ServerExceptionMapper
  Response unauthenticated(UnauthorizedException exception) {
    return Problem.of(ProblemType.UNAUTHENTICATED).response();
  }

  @ServerExceptionMapper
  Response invalidToken(AuthenticationFailedException exception) {
    return Problem.of(ProblemType.INVALID_TOKEN).response();
  }

  @ServerExceptionMapper
  Response forbidden(ForbiddenException exception) {
    return Problem.of(ProblemType.MISSING_ROLE).response();
  }

  @ServerExceptionMapper
  Response framework(WebApplicationException exception) {
    return Problem.of(
            switch (exception.getResponse().getStatus()) {
              case 400 -> ProblemType.MALFORMED_JSON;
              case 401 -> ProblemType.UNAUTHENTICATED;
              case 403 -> ProblemType.MISSING_ROLE;
              case 404 -> ProblemType.NOT_FOUND;
              case 405 -> ProblemType.METHOD_NOT_ALLOWED;
              case 406 -> ProblemType.NOT_ACCEPTABLE;
              case 413 -> ProblemType.BODY_TOO_LARGE;
              case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
              default -> unexpected(exception);
            })
        .response();
  }

  @ServerExceptionMapper
  Response broken(Throwable exception) {
    return Problem.of(unexpected(exception)).response();
  }

  /** Only the kind of the failure is logged: a message could hold what a citizen sent. */
  private static ProblemType unexpected(Throwable exception) {
    var at = exception.getStackTrace();
    LOG.errorf(
        "Request failed: %s at %s", exception.getClass().getName(), at.length > 0 ? at[0] : "?");
    LOG.debug("Request failed", exception);
    return ProblemType.INTERNAL;
  }

  /** What is refused before REST sees it. */
  void beforeRest(@Observes Router router) {
    router.errorHandler(413, context -> end(context, ProblemType.BODY_TOO_LARGE));
    router.errorHandler(404, context -> end(context, ProblemType.NOT_FOUND));
    router.errorHandler(405, context -> end(context, ProblemType.METHOD_NOT_ALLOWED));
  }

  /**
   * Quarkus answers a body over its limit with nothing at all: this comes before it and says why.
   */
  void refuseLargeBodies(
      @Observes Filters filters,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
    filters.register(
        context -> {
          var length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
          if (length != null && isOver(length, limit.asLongValue())) {
            // The rest of the body is on its way: the connection cannot be used again.
            context.response().putHeader("Connection", "close");
            end(context, ProblemType.BODY_TOO_LARGE);
          } else {
            context.next();
          }
        },
        BEFORE_QUARKUS);
  }

  private static boolean isOver(String length, long limit) {
    try {
      return Long.parseLong(length) > limit;
    } catch (NumberFormatException notALength) {
      // Vert.x refuses what is no number; what remains has more digits than a long.
      return true;
    }
  }

  private static void end(RoutingContext context, ProblemType type) {
    if (context.response().ended()) {
      return;
    }
    context
        .response()
        .setStatusCode(type.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(ProblemJson.of(type));
  }
}
