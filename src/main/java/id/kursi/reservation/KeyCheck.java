package id.kursi.reservation;

import id.kursi.platform.Seals;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;

/**
 * Holds the keys that this start was given to the children of every intake that has not closed,
 * before anybody is served; keys that do not fit end the start.
 *
 * <p>It looks at three seats of each slot, the first, the newest and one between: a change of keys
 * that was broken off leaves rows under the older key between others. Three are not all: only
 * {@code bin/reseal} says that no row is left under a key.
 */
@ApplicationScoped
class KeyCheck {
  /**
   * Seats of a slot are numbered without a gap, so each is found by {@code seq_once}. The LIMIT
   * keeps it to a look for each slot, and there are no more slots than a tick reads each second:
   * joined as one, no statistics yet could make it a scan of every reservation.
   */
  private static final String SEATS =
      """
      SELECT i.code, r.holder, r.sealed
      FROM intake_gate g JOIN intake i ON i.id = g.intake_id
      JOIN slot_ledger s ON s.intake_id = g.intake_id
      CROSS JOIN LATERAL (
        SELECT x.holder, x.sealed FROM reservation x
        WHERE x.slot_id = s.slot_id AND x.seq IN (1, (1 + s.last_seq) / 2, s.last_seq) LIMIT 3) r
      WHERE g.closes_at > now()""";

  private final Pool pool;
  private final Seals seals;
  private final ReservationConfig config;

  KeyCheck(Pool pool, Seals seals, ReservationConfig config) {
    this.pool = pool;
    this.seals = seals;
    this.config = config;
  }

  void look(@Observes StartupEvent start) throws Throwable {
    VertxContextSupport.subscribeAndAwait(this::check);
  }

  /** A database that does not answer ends the start too: nobody knows then whether the keys fit. */
  private Uni<Void> check() {
    return pool.query(SEATS)
        .execute()
        .ifNoItem()
        .after(config.deskWithin())
        .fail()
        .invoke(seats -> seats.forEach(this::check))
        .replaceWithVoid();
  }

  /**
   * Under another holder key the ledger would not know the child again: it could get a second seat,
   * and its family's repeat would be refused.
   */
  private void check(Row seat) {
    var code = seat.getString("code");
    var holder = seat.getBuffer("holder").getBytes();
    var child = Child.of(open(code, seat.getBuffer("sealed").getBytes(), holder));
    if (!Arrays.equals(Child.holder(seals, child.nik()), holder)) {
      throw new IllegalStateException(
          "kursi.sealing.holder-key is not the one under which the children of the intake "
              + code
              + " are known: a child could get a second seat");
    }
  }

  /**
   * A key that is missing now is put back in a moment; found missing at the peak, families and
   * officers get an error in place of the child, and of that row nobody can tell the holder key.
   */
  private byte[] open(String code, byte[] sealed, byte[] holder) {
    try {
      return seals.open(sealed, holder);
    } catch (IllegalStateException unopened) {
      throw new IllegalStateException(
          "kursi.sealing.keys do not open a child of the intake "
              + code
              + " ("
              + unopened.getMessage()
              + "): a key stays until bin/reseal has ended with 0",
          unopened);
    }
  }
}
