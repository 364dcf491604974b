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
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Shows problems where the REST layer, or Quarkus before it, answers. */
final class ProblemMappers {
  /** Filters of a higher priority run earlier; Quarkus' own limit stands at 2. */
  private static final int BEFORE_QUARKUS = 100;

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
  }

  /**
   * Quarkus answers a body over its limit with nothing at all: this comes before it and says why.
   */
  void refuseLargeBodies(
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
  }

  private void end(RoutingContext context, ProblemType type) {
    DirectRoutes.send(context, replies.of(Problem.of(type), DirectRoutes.language(context)));
  }
}
