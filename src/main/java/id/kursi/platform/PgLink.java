package id.kursi.platform;

import id.kursi.platform.NaturalBatch.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * One connection to Postgres, made anew when it is lost. A call on it is one transaction and one
 * round trip; it ends when Postgres is ready for the next query, which is after the commit.
 */
public final class PgLink {
  /** The call never left: nothing can have happened. */
  public static final class NotSent extends RuntimeException {
    public NotSent(Throwable cause) {
      super("No connection to Postgres", cause);
    }
  }

  private static final Logger LOG = Logger.getLogger(PgLink.class);

  /**
   * Refusals for good, of this connection alone: what it leads to is a standby now (25006), or,
   * behind a pooler, somebody who does not know its statements (26000). Of a statement whose answer
   * has other columns since an update (0A000) the client lets go by itself.
   */
  private static final Set<String> OUTLIVED = Set.of("25006", "26000");

  /** A statement that was cancelled or took too long, and is undone. */
  private static final String CANCELLED = "57014";

  private final Vertx vertx;
  private final PgConnectOptions options;
  private final Duration silentAtMost;
  private Uni<PgConnection> connection;

  PgLink(Vertx vertx, PgConnectOptions options, Duration silentAtMost) {
    this.vertx = vertx;
    this.options = options;
    this.silentAtMost = silentAtMost;
  }

  /** Calls are sent one after another, each when the one before it has been answered. */
  public Uni<RowSet<Row>> call(String sql, Tuple arguments) {
    return Uni.createFrom()
        .deferred(
            () -> {
              var current = current();
              return current
                  .onFailure()
                  .invoke(() -> forget(current))
                  .onFailure()
                  .transform(NotSent::new)
                  .invoke(open -> open.closeHandler(() -> forget(current)))
                  .chain(
                      open ->
                          open.preparedQuery(sql)
                              .execute(arguments)
                              .ifNoItem()
                              .after(silentAtMost)
                              .fail()
                              .onFailure(PgLink::isDead)
                              .invoke(() -> drop(current, open)));
            });
  }

  private synchronized Uni<PgConnection> current() {
    if (connection == null) {
      var connecting = PgConnection.connect(vertx, options).memoize().indefinitely();
      connection =
          connecting
              .ifNoItem()
              .after(silentAtMost)
              .fail()
              // Whoever opens after all is closed again, or a stall would leave one behind at each
              // try.
              .onFailure()
              .invoke(() -> connecting.subscribe().with(late -> close(late), never -> {}))
              .memoize()
              .indefinitely();
    }
    return connection;
  }

  /**
   * Most of Postgres' own refusals leave the connection usable; whatever else went wrong may have
   * left an answer on its way.
   */
  private static boolean isDead(Throwable failure) {
    if (!(failure instanceof PgException refusal) || refusal.getSqlState() == null) {
      return true;
    }
    var state = refusal.getSqlState();
    return OUTLIVED.contains(state) || (state.startsWith("57") && !state.equals(CANCELLED));
  }

  /**
   * Closes the socket and sends no cancel request: a commit that is running is left to end by
   * itself.
   */
  private void drop(Uni<PgConnection> broken, PgConnection open) {
    forget(broken);
    close(open);
  }

  private static void close(PgConnection open) {
    open.close().subscribe().with(closed -> {}, alreadyClosed -> {});
  }

  private synchronized void forget(Uni<PgConnection> gone) {
    if (connection == gone) {
      connection = null;
    }
  }

  /**
   * A failed call as its caller hears of it. Only the state and the constraint are logged: a
   * message could quote a row. What comes of Postgres' going away is told by the tick, once.
   */
  public static ProblemException unavailable(Throwable failure) {
    if (failure instanceof PgException refusal
        && refusal.getSqlState() != null
        && !refusal.getSqlState().startsWith("57")) {
      LOG.errorf(
          "Postgres refused a call: SQLSTATE %s %s",
          refusal.getSqlState(), refusal.getConstraint());
    }
    return new ProblemException(ProblemType.UNAVAILABLE);
  }

  /** What a failed call of a batch means for the batch. */
  public static Failure judge(Throwable failure) {
    if (failure instanceof NotSent) {
      return Failure.NOTHING_TAKEN;
    }
    if (!(failure instanceof PgException refusal) || refusal.getSqlState() == null) {
      return Failure.UNKNOWN;
    }
    // While it waits for a standby a commit cannot be cancelled any more: that ends in a warning.
    if (refusal.getSqlState().equals(CANCELLED)) {
      return Failure.UNDONE;
    }
    return switch (refusal.getSqlState().substring(0, 2)) {
      case "22", "23" -> Failure.BAD_ITEM;
      case "40", "55" -> Failure.UNDONE;
      // Shut down by an administrator, perhaps in the middle of a commit.
      case "57" -> Failure.UNKNOWN;
      default -> Failure.NOTHING_TAKEN;
    };
  }
}
