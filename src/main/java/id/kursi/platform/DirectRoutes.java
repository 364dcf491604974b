package id.kursi.platform;

import id.kursi.platform.VerifiedTokens.Bearer;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The paths to which everyone comes at once, answered by Vert.x alone: the REST layer takes longer
 * for a request than the seat path does. Tokens, roles, bodies and problem documents are as there.
 */
@ApplicationScoped
public class DirectRoutes {
  /** After CORS (-300) and before Quarkus' own authentication (-200). */
  private static final int ORDER = -250;

  private static final String BEARER = "Bearer ";
  private static final String JSON = "application/json";

  private final VerifiedTokens tokens;
  private final SlowBodies bodies;
  private final ProblemReplies problems;
  private final MeterRegistry meters;
  private final List<Pattern> paths = new ArrayList<>();

  DirectRoutes(
      VerifiedTokens tokens, SlowBodies bodies, ProblemReplies problems, MeterRegistry meters) {
    this.tokens = tokens;
    this.bodies = bodies;
    this.problems = problems;
    this.meters = meters;
  }

  /** A request of somebody who may ask. */
  public record Asked(RoutingContext context, String account, byte[] body) {
    public String part(String name) {
      return context.pathParam(name);
    }

    public String query(String name) {
      return context.request().getParam(name);
    }

    public String header(String name) {
      return context.request().getHeader(name);
    }

    public Language language() {
      return DirectRoutes.language(context);
    }
  }

  static Language language(RoutingContext context) {
    return Language.of(context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE));
  }

  private Route route(Router router, HttpMethod method, String path) {
    paths.add(Pattern.compile(path.replaceAll(":[a-z]+", "[^/]+") + "/?"));
    return router.route(method, path).order(ORDER);
  }

  /** Anybody may ask; the answer is at hand. */
  public void open(Router router, String path, Function<RoutingContext, Reply> answer) {
    for (var method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
      var timers = new RouteTimers(meters, method, path);
      route(router, method, path)
          .handler(
              context -> {
                long start = System.nanoTime();
                try {
                  send(context, answer.apply(context));
                } catch (RuntimeException failure) {
                  refuse(context, failure);
                }
                timers.record(context, start);
              });
    }
  }

  /** Anybody may ask; the answer takes a moment. */
  public void openLater(Router router, String path, Function<RoutingContext, Uni<Reply>> answer) {
    route(router, HttpMethod.GET, path).handler(context -> answer(context, answer.apply(context)));
  }

  /** Anybody may listen; whoever takes the request keeps its response open. */
  public void stream(Router router, String path, Consumer<RoutingContext> listener) {
    route(router, HttpMethod.GET, path)
        .handler(
            context -> {
              try {
                listener.accept(context);
              } catch (RuntimeException failure) {
                refuse(context, failure);
              }
            });
  }

  /** Only accounts with the role may ask. */
  public void secured(
      Router router,
      HttpMethod method,
      String path,
      String role,
      Function<Asked, Uni<Reply>> answer) {
    var timers = new RouteTimers(meters, method, path);
    route(router, method, path)
        .handler(
            context -> {
              long start = System.nanoTime();
              context.addEndHandler(ended -> timers.record(context, start));
              if (method != HttpMethod.PUT) {
                answer(context, asked(context, role, null).chain(answer::apply));
                return;
              }
              bodies
                  .read(context.request(), Form.MAX_BODY)
                  .onSuccess(
                      body ->
                          answer(
                              context, asked(context, role, body.getBytes()).chain(answer::apply)))
                  .onFailure(failure -> refuse(context, failure));
            });
  }

  /** Ends what no route above has taken: 405 where another method is offered, 404 elsewhere. */
  public void close(Router router, String path) {
    router
        .route(path)
        .order(ORDER + 1)
        .handler(
            context -> {
              var known =
                  paths.stream().anyMatch(p -> p.matcher(context.normalizedPath()).matches());
              refuse(
                  context,
                  new ProblemException(
                      known ? ProblemType.METHOD_NOT_ALLOWED : ProblemType.NOT_FOUND));
            });
  }

  private Uni<Asked> asked(RoutingContext context, String role, byte[] body) {
    return bearer(context)
        .map(
            bearer -> {
              if (!bearer.roles().contains(role)) {
                throw new ProblemException(ProblemType.MISSING_ROLE);
              }
              requireJson(context.request(), body);
              return new Asked(context, bearer.account(), body);
            });
  }

  private static void requireJson(HttpServerRequest request, byte[] body) {
    var accept = request.getHeader(HttpHeaders.ACCEPT);
    if (accept != null
        && !accept.contains("json")
        && !accept.contains("*/*")
        && !accept.contains("application/*")) {
      throw new ProblemException(ProblemType.NOT_ACCEPTABLE);
    }
    var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (body != null
        && body.length > 0
        && (type == null || !type.regionMatches(true, 0, JSON, 0, JSON.length()))) {
      throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }
  }

  private Uni<Bearer> bearer(RoutingContext context) {
    var headers = context.request().headers();
    var header = headers.get(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Uni.createFrom().failure(new ProblemException(ProblemType.UNAUTHENTICATED));
    }
    // Nobody needs it any more, and thousands of claims that wait would keep a thousand bytes each.
    headers.remove(HttpHeaders.AUTHORIZATION);
    return tokens.bearer(header.substring(BEARER.length()).strip());
  }

  private void answer(RoutingContext context, Uni<Reply> reply) {
    reply.subscribe().with(done -> send(context, done), failure -> refuse(context, failure));
  }

  private void refuse(RoutingContext context, Throwable failure) {
    if (failure instanceof HttpClosedException) {
      // Nobody is there to be told, and nothing is broken.
      return;
    }
    var problem = Problems.of(failure);
    if (problem.problemType() == ProblemType.BODY_TOO_LARGE) {
      // The rest of the body is on its way: the connection cannot be used again.
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    send(context, problems.of(problem, language(context)));
  }

  static void send(RoutingContext context, Reply reply) {
    var response = context.response();
    // Whoever went away has nobody to be told; what was decided is found by asking again.
    if (!response.ended() && !response.closed()) {
      response.setStatusCode(reply.status());
      response.headers().addAll(reply.headers());
      response.end(reply.body() == null ? Buffer.buffer() : reply.body());
    }
  }
}
