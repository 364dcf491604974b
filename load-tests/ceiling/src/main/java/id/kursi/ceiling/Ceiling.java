package id.kursi.ceiling;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;

/**
 * What this machine, this Postgres and Vert.x can do where there are no rules, no tokens and no
 * seats: an upper bound for the service. A PUT stores its body in a row of its own, a GET answers
 * JSON of {@code ?bytes=}, {@code /counts} says what Postgres counted.
 */
public final class Ceiling extends AbstractVerticle {
  private static final String COUNTS =
      """
      SELECT (SELECT count(*) FROM ceiling) AS rows,
             (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()) AS commits,
             current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit""";

  private final Inserts inserts;

  private Ceiling(Inserts inserts) {
    this.inserts = inserts;
  }

  public static void main(String[] args) {
    // As many event loops as the service has by default.
    int loops = Math.max(2, Runtime.getRuntime().availableProcessors());
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
    var options =
        PgConnectOptions.fromUri(System.getenv("QUARKUS_DATASOURCE_REACTIVE_URL"))
            .setUser(System.getenv("QUARKUS_DATASOURCE_USERNAME"))
            .setPassword(System.getenv("QUARKUS_DATASOURCE_PASSWORD"))
            .setCachePreparedStatements(true);
    Inserts.open(vertx, options)
        .compose(
            inserts ->
                vertx.deployVerticle(
                    () -> new Ceiling(inserts), new DeploymentOptions().setInstances(loops)))
        .onFailure(
            failure -> {
              failure.printStackTrace();
              System.exit(1);
            });
  }

  @Override
  public void start(Promise<Void> started) {
    var options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT")));
    vertx
        .createHttpServer(options)
        .requestHandler(this::handle)
        .listen()
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private void handle(HttpServerRequest request) {
    answer(request)
        .onSuccess(
            json ->
                request
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .end(json.toBuffer()))
        .onFailure(failure -> request.response().setStatusCode(500).end());
  }

  private Future<JsonObject> answer(HttpServerRequest request) {
    if (request.method() == HttpMethod.PUT) {
      var id = request.path().substring(request.path().lastIndexOf('/') + 1);
      return request
          .body()
          .compose(body -> inserts.insert(id, body.toString()))
          .map(done -> new JsonObject().put("id", id).put("status", "STORED"));
    }
    if (request.path().equals("/counts")) {
      return inserts.ask(COUNTS);
    }
    var bytes = request.getParam("bytes");
    return Future.succeededFuture(
        new JsonObject().put("text", "x".repeat(bytes == null ? 0 : Integer.parseInt(bytes))));
  }
}
