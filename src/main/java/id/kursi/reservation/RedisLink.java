package id.kursi.reservation;

import id.kursi.platform.NeighboursConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * One pipelined connection to Redis, made anew when it is lost. Calls are answered in the order in
 * which they were sent. Quarkus' own client waits up to ten seconds and does not reconnect: neither
 * will do in front of every claim.
 */
@ApplicationScoped
class RedisLink {
  /** A Lua script, called by its hash and sent whole where Redis does not know it. */
  record Script(String text, String sha1) {
    static Script load(String name) {
      try (var in = Script.class.getResourceAsStream("/scripts/" + name)) {
        var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        var digest =
            MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
        return new Script(text, HexFormat.of().formatHex(digest));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /**
   * A client of its own for each connection: closing a pooled one would only put it back, dead or
   * not.
   */
  private record Open(Redis client, RedisConnection connection, AtomicBoolean closed) {
    /** Each connection to a node of a cluster says that it ended. */
    void close() {
      if (closed.compareAndSet(false, true)) {
        client.close();
      }
    }
  }

  private final io.vertx.core.Vertx vertx;
  private final RedisOptions options;
  private volatile Open open;

  /**
   * @param type STANDALONE, or CLUSTER, whose nodes are then found by those that are named
   */
  RedisLink(
      Vertx vertx,
      NeighboursConfig neighbours,
      @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone")
          String type) {
    this.vertx = vertx.getDelegate();
    options =
        new RedisOptions()
            .setType(RedisClientType.valueOf(type.toUpperCase(Locale.ROOT)))
            .setMaxPoolSize(1)
            // To each node of a cluster; the first is also asked for the others.
            .setMaxPoolWaiting(8);
    for (var node : neighbours.redis().split(",")) {
      options.addConnectionString(node.strip());
    }
  }

  boolean isOpen() {
    return open != null;
  }

  /**
   * @param fresh run before a new connection is used
   */
  Uni<Void> open(Duration within, Runnable fresh) {
    return Uni.createFrom()
        .deferred(() -> open == null ? connect(within, fresh) : Uni.createFrom().voidItem());
  }

  private Uni<Void> connect(Duration within, Runnable fresh) {
    var client = Redis.createClient(vertx, options);
    return Uni.createFrom()
        .completionStage(() -> client.connect().toCompletionStage())
        .ifNoItem()
        .after(within)
        .fail()
        .invoke(connection -> use(new Open(client, connection, new AtomicBoolean()), fresh))
        .onFailure()
        .invoke(client::close)
        .replaceWithVoid();
  }

  private void use(Open next, Runnable fresh) {
    next.connection().exceptionHandler(broken -> close(next));
    next.connection().endHandler(ended -> close(next));
    close();
    fresh.run();
    open = next;
  }

  /** Gives the connection up: calls fail until another is opened. */
  void close() {
    var current = open;
    if (current != null) {
      close(current);
    }
  }

  private void close(Open gone) {
    if (open == gone) {
      open = null;
    }
    gone.close();
  }

  /**
   * No answer in time means that the outcome is unknown: the script may have run, and may still.
   */
  Uni<Response> run(Script script, List<String> keys, List<String> arguments, Duration within) {
    return send(Command.EVALSHA, script.sha1(), keys, arguments)
        .onFailure(RedisLink::isUnknownScript)
        .recoverWithUni(() -> send(Command.EVAL, script.text(), keys, arguments))
        .ifNoItem()
        .after(within)
        .fail();
  }

  private Uni<Response> send(
      Command command, String script, List<String> keys, List<String> arguments) {
    var current = open;
    if (current == null) {
      return Uni.createFrom().failure(new IOException("No connection to Redis"));
    }
    var request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    arguments.forEach(argument -> request.arg(Buffer.buffer(argument)));
    return Uni.createFrom()
        .completionStage(() -> current.connection().send(request).toCompletionStage());
  }

  private static boolean isUnknownScript(Throwable failure) {
    return failure instanceof ErrorType error && error.is("NOSCRIPT");
  }
}
