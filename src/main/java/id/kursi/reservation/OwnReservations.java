package id.kursi.reservation;

import id.kursi.platform.PgLink;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Seals;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.UUID;

/**
 * What citizens read of their own. Uses Quarkus' pool, which claims never touch: refreshing a list
 * cannot starve them.
 */
@ApplicationScoped
class OwnReservations {
  private static final String ONE = "SELECT * FROM own_reservation($1, $2)";
  private static final String PAGE = "SELECT * FROM own_reservations($1, $2, $3)";

  private final Pool pool;
  private final Snapshots snapshots;
  private final Seals seals;
  private final ReservationConfig config;

  OwnReservations(Pool pool, Snapshots snapshots, Seals seals, ReservationConfig config) {
    this.pool = pool;
    this.snapshots = snapshots;
    this.seals = seals;
    this.config = config;
  }

  /** With the child. Another's reservation is as unknown as none. */
  Uni<ReservationView> one(UUID id, String account) {
    return ask(ONE, Tuple.of(account, id))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw new ProblemException(ProblemType.UNKNOWN_RESERVATION);
              }
              return withChild(rows.iterator().next());
            });
  }

  private ReservationView withChild(Row row) {
    var holder = row.getBuffer("holder").getBytes();
    var child = Child.of(seals.open(row.getBuffer("sealed").getBytes(), holder));
    return ReservationView.of(Reservation.of(row), snapshots.current(), child);
  }

  /** Newest first; a page begins after the reservation {@code after}, or at the newest. */
  Uni<ReservationView.Page> page(String account, UUID after, int limit) {
    return ask(PAGE, Tuple.of(account, after, limit + 1))
        .map(
            rows -> {
              var views = new ArrayList<ReservationView>();
              rows.forEach(
                  row -> views.add(ReservationView.of(Reservation.of(row), snapshots.current())));
              var more = views.size() > limit;
              var shown = more ? views.subList(0, limit) : views;
              return new ReservationView.Page(shown, more ? shown.getLast().id() : null);
            });
  }

  /** Silence is an answer too: a page that waits holds a connection of everybody's. */
  private Uni<RowSet<Row>> ask(String sql, Tuple arguments) {
    return pool.preparedQuery(sql)
        .execute(arguments)
        .ifNoItem()
        .after(config.silentAtMost())
        .fail()
        .onFailure()
        .transform(PgLink::unavailable);
  }
}
