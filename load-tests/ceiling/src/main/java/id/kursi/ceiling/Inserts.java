package id.kursi.ceiling;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Rows written as the service writes claims: while two batches are under way the next gathers, and
 * one batch is one statement, one transaction and one round trip.
 */
final class Inserts {
  private static final int MOST = 256;
  private static final int UNDER_WAY = 2;
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS ceiling (id uuid PRIMARY KEY, body text NOT NULL)";
  private static final String INSERT =
      "INSERT INTO ceiling (id, body) SELECT * FROM unnest($1::uuid[], $2::text[])";

  private record Entry(UUID id, String body, Promise<Void> stored) {}

  private final Context context;
  private final Deque<PgConnection> idle;
  private final PgConnection desk;
  private final Queue<Entry> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean called = new AtomicBoolean();

  private Inserts(Context context, List<PgConnection> connections) {
    this.context = context;
    desk = connections.getFirst();
    idle = new ArrayDeque<>(connections.subList(1, connections.size()));
  }

  static Future<Inserts> open(Vertx vertx, PgConnectOptions options) {
    var connections = new ArrayList<Future<PgConnection>>();
    for (int i = 0; i <= UNDER_WAY; i++) {
      connections.add(PgConnection.connect(vertx, options));
    }
    var context = vertx.getOrCreateContext();
    return Future.all(connections)
        .map(all -> new Inserts(context, all.<PgConnection>list()))
        .compose(inserts -> inserts.desk.query(TABLE).execute().map(inserts));
  }

  /** Answers once the row is committed, on the caller's context. */
  Future<Void> insert(String id, String body) {
    Promise<Void> stored = ContextInternal.current().promise();
    arrivals.add(new Entry(UUID.fromString(id), body, stored));
    if (called.compareAndSet(false, true)) {
      context.runOnContext(ignored -> gather());
    }
    return stored.future();
  }

  private void gather() {
    called.set(false);
    while (!idle.isEmpty() && !arrivals.isEmpty()) {
      var batch = new ArrayList<Entry>();
      while (batch.size() < MOST && !arrivals.isEmpty()) {
        batch.add(arrivals.remove());
      }
      send(idle.removeFirst(), batch);
    }
  }

  private void send(PgConnection connection, List<Entry> batch) {
    var rows =
        Tuple.tuple()
            .addArrayOfUUID(batch.stream().map(Entry::id).toArray(UUID[]::new))
            .addArrayOfString(batch.stream().map(Entry::body).toArray(String[]::new));
    connection
        .preparedQuery(INSERT)
        .execute(rows)
        .<Void>mapEmpty()
        .onComplete(
            stored ->
                context.runOnContext(
                    ignored -> {
                      batch.forEach(entry -> entry.stored().handle(stored));
                      idle.addFirst(connection);
                      gather();
                    }));
  }

  Future<JsonObject> ask(String sql) {
    return desk.query(sql).execute().map(rows -> rows.iterator().next().toJson());
  }
}
