package id.kursi.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the ledger's connections. They are its own, beside Quarkus' pool: a pool hands a connection
 * to whoever asks, and lists that citizens refresh would take them from claims.
 */
@ApplicationScoped
public class PgLinks {
  /**
   * Shorter than the silence after which a connection is given up: waiting for a lock ends by an
   * answer.
   */
  private static final String LOCK_WAIT = "3s";

  private static final String IDLE_IN_TRANSACTION = "10s";
  private static final String TCP_SILENCE = "10s";

  private final Vertx vertx;
  private final PgConnectOptions options;

  public PgLinks(
      Vertx vertx,
      NeighboursConfig neighbours,
      @ConfigProperty(name = "quarkus.datasource.username") Optional<String> user,
      @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
    this.vertx = vertx;
    options = PgConnectOptions.fromUri(neighbours.postgres().replaceFirst("^vertx-reactive:", ""));
    user.ifPresent(options::setUser);
    password.ifPresent(options::setPassword);
    options
        .setCachePreparedStatements(true)
        .setPipeliningLimit(1)
        .addProperty("application_name", "kursi-ledger")
        // A plan made while a table was empty would go on reading the whole of it.
        .addProperty("enable_seqscan", "off")
        .addProperty("jit", "off")
        .addProperty("lock_timeout", LOCK_WAIT)
        .addProperty("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION)
        .addProperty("tcp_user_timeout", TCP_SILENCE);
  }

  public PgLink link(Duration silentAtMost) {
    return new PgLink(vertx, options, silentAtMost);
  }

  /** Some connections taken in turn; whoever finds none free has broken the bound of its room. */
  public Turn turn(int size, Duration silentAtMost) {
    return new Turn(size, silentAtMost);
  }

  public final class Turn {
    private final ArrayDeque<PgLink> idle = new ArrayDeque<>();

    private Turn(int size, Duration silentAtMost) {
      for (int i = 0; i < size; i++) {
        idle.add(link(silentAtMost));
      }
    }

    public Uni<RowSet<Row>> call(String sql, Tuple arguments) {
      return Uni.createFrom()
          .deferred(
              () -> {
                PgLink link = take();
                return link.call(sql, arguments).onTermination().invoke(() -> giveBack(link));
              });
    }

    private synchronized PgLink take() {
      return idle.removeFirst();
    }

    private synchronized void giveBack(PgLink link) {
      idle.addFirst(link);
    }
  }
}
