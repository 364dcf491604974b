package id.kursi.reservation;

import id.kursi.platform.Act;
import id.kursi.platform.Offices;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Rows;
import id.kursi.platform.Seals;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The help desk: an officer finds, registers, confirms and gives up for a family, within the
 * offices the officer works for. Every act, and every look at a child, is kept with the
 * reservation.
 */
@ApplicationScoped
class Desk {
  private static final int MOST_FOUND = 50;
  private static final int ACCOUNT_BYTES = 16;
  private static final String FIND = "SELECT * FROM desk_find($1, $2, $3, $4, $5, $6)";
  private static final String ACCEPTED = "SELECT * FROM desk_accepted($1, $2, $3, $4, $5)";
  private static final String VERIFIED =
      "SELECT account FROM roster WHERE holder = $1 AND intake_id = $2";
  private static final String OFFICE =
      "SELECT o.code FROM reservation r JOIN slot d ON d.id = r.slot_id JOIN office o ON o.id = d.office_id WHERE r.id = $1";

  private final Reservations reservations;
  private final LedgerReads ledger;
  private final Snapshots snapshots;
  private final Seals seals;

  Desk(Reservations reservations, LedgerReads ledger, Snapshots snapshots, Seals seals) {
    this.reservations = reservations;
    this.ledger = ledger;
    this.snapshots = snapshots;
    this.seals = seals;
  }

  /**
   * @param nik or else a receipt
   */
  Uni<List<DeskView>> find(String nik, String receipt, Offices offices, Act look) {
    var holder = nik == null ? null : Buffer.buffer(Child.holder(seals, nik));
    return read(FIND, holder, receipt, offices.filter(), look.actor(), look.reason(), MOST_FOUND)
        .map(
            rows -> {
              var found = new ArrayList<DeskView>();
              rows.forEach(row -> found.add(view(row)));
              return found;
            });
  }

  private DeskView view(Row row) {
    return DeskView.of(
        ReservationView.of(Reservation.of(row), snapshots.current(), child(row)), row);
  }

  private Child child(Row row) {
    var holder = row.getBuffer("holder").getBytes();
    return Child.of(seals.open(row.getBuffer("sealed").getBytes(), holder));
  }

  /**
   * A claim for a family without a phone or a signal. It goes the way of every claim; the account
   * is the family's own where the roster knows it.
   */
  Uni<Outcome> register(UUID id, Registration.Body body, Act by, String pass) {
    var slot = snapshots.current().slots().get(body.slotId());
    var intake = slot == null ? null : snapshots.current().byId().get(slot.intakeId());
    var nik = body.child().nik();
    return (intake == null ? Uni.createFrom().item(Optional.<String>empty()) : account(intake, nik))
        // Of a child who is not on the roster the ledger takes no claim, whatever the account.
        .map(account -> account.orElseGet(() -> unnamed(nik)))
        .chain(account -> reservations.reserve(Registration.of(id, account, body, by, pass)));
  }

  /**
   * The account for which the desk acts: the family's own where the intake has a roster, else one
   * of the child's. Empty where the child is not on the roster.
   */
  Uni<Optional<String>> account(Snapshot.Intake intake, String nik) {
    return intake.rostered()
        ? read(VERIFIED, Buffer.buffer(Child.holder(seals, nik)), intake.id())
            .map(rows -> rows.stream().findFirst().map(row -> row.getString(0)))
        : Uni.createFrom().item(Optional.of(unnamed(nik)));
  }

  /** An account of the child's own, the same at each desk: nobody signs in with it. */
  private String unnamed(String nik) {
    var hash = Arrays.copyOf(seals.hash("assisted", nik), ACCOUNT_BYTES);
    return "assisted-" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  /** Confirms or gives up; a reservation of another office is as unknown as none. */
  Uni<Outcome> change(UUID id, Status to, Offices offices, Act by) {
    return read(OFFICE, id)
        .chain(
            rows ->
                rows.size() > 0 && offices.serve(rows.iterator().next().getString(0))
                    ? reservations.change(id, to, by)
                    : Uni.createFrom().item(new Outcome.Refused(ProblemType.UNKNOWN_RESERVATION)));
  }

  /**
   * @param child null where names are not asked for
   */
  record Accepted(
      long sequence, String receipt, String status, Instant registeredAt, Child child) {}

  /**
   * Who has a seat in a slot, in the order of the numbers after {@code after}.
   *
   * @param look with a reason where children are looked at; without one they are not
   */
  Uni<List<Accepted>> accepted(long slot, long after, int limit, Act look) {
    return read(ACCEPTED, slot, after, limit, look.actor(), look.reason())
        .map(
            rows -> {
              var accepted = new ArrayList<Accepted>();
              rows.forEach(
                  row ->
                      accepted.add(
                          new Accepted(
                              row.getLong("seq"),
                              row.getString("receipt"),
                              row.getString("status"),
                              Rows.instant(row, "created_at"),
                              look.reason() == null ? null : child(row))));
              return accepted;
            });
  }

  private Uni<RowSet<Row>> read(String sql, Object... arguments) {
    return ledger.command(sql, Tuple.tuple(Arrays.asList(arguments)));
  }
}
