package id.kursi.reservation;

import id.kursi.platform.Bilingual;
import id.kursi.platform.PgLink;
import id.kursi.platform.PgLinks;
import id.kursi.platform.Rows;
import id.kursi.reservation.Snapshot.Allocation;
import id.kursi.reservation.Snapshot.Intake;
import id.kursi.reservation.Snapshot.Slot;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * What the service itself reads from the ledger and offers, an operator's commands to it and audits
 * of it, each over a connection of its own that neither claims nor citizens' lists can take.
 */
@ApplicationScoped
class LedgerReads {
  /**
   * Read before the slots: a claim that was acknowledged untold is in them, or what says so stands.
   * Compared with now(), when the transaction began: the row is read after that, and its clock runs
   * on while the row is read.
   */
  private static final String INTAKES =
      """
      SELECT i.*, clock_timestamp() AS as_of, d.until > now() IS TRUE AS untold
      FROM (SELECT max(untold_until) AS until FROM doorman) d LEFT JOIN intake_state i ON true
      ORDER BY i.opens_at, i.code""";

  private static final String SLOTS = "SELECT * FROM slot_state ORDER BY office_code, track, label";
  private static final String DUE =
      """
      SELECT r.id FROM reservation r JOIN intake_gate g USING (intake_id)
      WHERE r.status = 'HELD' AND r.hold_until <= now() AND g.paused_at IS NULL
      ORDER BY r.hold_until LIMIT $1
      FOR NO KEY UPDATE OF r SKIP LOCKED""";
  private static final String SAY_UNTOLD =
      """
      INSERT INTO doorman (untold_until) VALUES (clock_timestamp() + $1)
      ON CONFLICT (one) DO UPDATE
      SET untold_until = greatest(doorman.untold_until, EXCLUDED.untold_until)""";
  private static final String KNOWN =
      "SELECT id, substring(holder FOR 16) AS holder FROM reservation WHERE slot_id = $1 AND id > $2 ORDER BY id LIMIT $3";

  private final PgLink connection;

  /** Locks gates and slots, and may wait for them: no snapshot waits behind it. */
  private final PgLink offers;

  private final PgLink desk;
  private final PgLink audits;
  private final Clock clock;

  LedgerReads(PgLinks links, ReservationConfig config, Clock clock) {
    connection = links.link(config.silentAtMost());
    offers = links.link(config.silentAtMost());
    desk = links.link(config.deskWithin());
    audits = links.link(config.deskWithin());
    this.clock = clock;
  }

  private Uni<RowSet<Row>> call(String sql, Object... arguments) {
    return connection.call(sql, Tuple.tuple(List.of(arguments)));
  }

  /**
   * A look at whole tables, as an audit or an export takes it: neither a tick nor an operator's
   * command waits behind it. A failure is a problem already.
   */
  Uni<RowSet<Row>> ask(String sql, Object... arguments) {
    return audits
        .call(sql, Tuple.tuple(List.of(arguments)))
        .onFailure()
        .transform(PgLink::unavailable);
  }

  /** An operator's command or an officer's look. A failure is a problem already. */
  Uni<RowSet<Row>> command(String sql, Tuple arguments) {
    return desk.call(sql, arguments).onFailure().transform(PgLink::unavailable);
  }

  Uni<Snapshot> snapshot() {
    return call(INTAKES)
        .map(intakes -> new Read(clock.instant(), intakes))
        .chain(read -> call(SLOTS).map(slots -> snapshot(read, slots)));
  }

  /**
   * @param here this instance's clock when the database told its own
   */
  private record Read(Instant here, RowSet<Row> intakes) {}

  private static Snapshot snapshot(Read read, RowSet<Row> slotRows) {
    var slots = new HashMap<Long, List<Slot>>();
    slotRows.forEach(
        row ->
            slots
                .computeIfAbsent(row.getLong("intake_id"), id -> new ArrayList<>())
                .add(slot(row)));
    var intakes = new ArrayList<Intake>();
    for (var row : read.intakes()) {
      var id = row.getLong("intake_id");
      if (id != null) {
        intakes.add(intake(row, slots.getOrDefault(id, List.of())));
      }
    }
    // Also where there is no intake yet there is one row.
    var first = read.intakes().iterator().next();
    return Snapshot.of(
        Rows.instant(first, "as_of"), read.here(), intakes, first.getBoolean("untold"));
  }

  private static Intake intake(Row row, List<Slot> slots) {
    return new Intake(
        row.getLong("intake_id"),
        row.getString("code"),
        text(row, "title"),
        row.getString("service_code"),
        text(row, "service_title"),
        Allocation.valueOf(row.getString("allocation")),
        Rows.instant(row, "opens_at"),
        Rows.instant(row, "closes_at"),
        Rows.duration(row, "hold_for"),
        Rows.instant(row, "hold_deadline"),
        row.getInteger("seats_per_account"),
        row.getInteger("waits_per_account"),
        row.getInteger("wait_limit"),
        row.getString("notice_id") == null ? null : text(row, "notice"),
        row.getBoolean("rostered"),
        row.getBoolean("waiting_room"),
        List.copyOf(slots));
  }

  private static Bilingual text(Row row, String name) {
    return new Bilingual(row.getString(name + "_id"), row.getString(name + "_en"));
  }

  private static Slot slot(Row row) {
    var counts =
        new SlotCounts(
            row.getLong("slot_id"),
            row.getInteger("capacity"),
            row.getInteger("taken"),
            row.getInteger("waiting"),
            row.getInteger("wait_limit"),
            row.getLong("entries"),
            row.getLong("version"));
    return new Slot(
        counts.slotId(),
        row.getLong("intake_id"),
        row.getString("office_code"),
        row.getString("office_name"),
        row.getString("track"),
        row.getString("label"),
        counts);
  }

  /**
   * Holds whose time has ended. A row that somebody has locked is passed by until the next look: a
   * batch would wait for it with the gates in its hands. The locks of this look end with it, and
   * the ledger looks at each hold again under its own: kept, they would come before the gates, the
   * other way round than everybody else's.
   */
  Uni<List<UUID>> holdsDue(int limit) {
    return call(DUE, limit)
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getUUID("id"))
                    .toList());
  }

  /** Offers what is free while somebody waits: what a bounded offer left over. */
  Uni<Void> offerStranded(int atMost) {
    return offers.call("SELECT offer_stranded($1)", Tuple.of(atMost)).replaceWithVoid();
  }

  /**
   * Says that somebody acknowledges claims of which the doorman is not told, for so long from now.
   */
  Uni<Void> sayUntold(Duration time) {
    return call(SAY_UNTOLD, Rows.interval(time)).replaceWithVoid();
  }

  /** Ids and children of a slot, in the order of ids, after the given one. */
  Uni<List<Entry>> known(long slot, UUID after, int limit) {
    return call(KNOWN, slot, after, limit)
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> new Entry(row.getUUID("id"), row.getBuffer("holder").getBytes()))
                    .toList());
  }

  record Entry(UUID id, byte[] holder) {}
}
