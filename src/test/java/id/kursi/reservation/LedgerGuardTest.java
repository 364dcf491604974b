package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Database.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The second guard of each invariant: what the database refuses even from a ledger that is wrong.
 */
@ServiceTest
class LedgerGuardTest {
  private static UUID held(String account, long slot) {
    var id = uuid7();
    claim(account, id, slot, nik()).statusCode(201);
    return id;
  }

  /** A copy of a row with some columns changed. */
  private static String copy(UUID id, String set) {
    return copy(id, "slot_id", set);
  }

  private static String copy(UUID id, String slot, String set) {
    return "WITH c AS (SELECT r.*, md5(random()::text)::uuid AS fresh FROM reservation r WHERE id = '"
        + id
        + "') INSERT INTO reservation"
        + " (id, intake_id, slot_id, account, holder, print, sealed, receipt, status, seq, wait_no, hold_until, created_at, changed_at)"
        + " SELECT fresh, intake_id, "
        + slot
        + ", "
        + set
        + " FROM c";
  }

  @Test
  void aSlotIsNeverOversold() {
    var slot = TestIntake.open().slot(1);
    held("a", slot);
    assertRefused("never_oversold", "UPDATE slot_ledger SET taken = 2 WHERE slot_id = " + slot);
    assertRefused("never_oversold", "UPDATE slot_ledger SET capacity = 0 WHERE slot_id = " + slot);
    assertRefused("taken", "UPDATE slot_ledger SET taken = -1 WHERE slot_id = " + slot);
    assertRefused(
        "wait_list_bounded", "UPDATE slot_ledger SET waiting = 6 WHERE slot_id = " + slot);
  }

  @Test
  void aChildHasOneLiveSeatAndASequenceNumberOneRow() {
    var id = held("a", TestIntake.open().slot(5));
    assertRefused(
        "one_live_per_child",
        copy(
            id,
            "account, holder, print, sealed, 'R1' || fresh, 'HELD', seq + 1, NULL, hold_until, created_at, changed_at"));
    assertRefused(
        "seq_once",
        copy(
            id,
            "account, 'other'::bytea, print, sealed, 'R2' || fresh, 'HELD', seq, NULL, hold_until, created_at, changed_at"));
    assertRefused(
        "receipt_once",
        copy(
            id,
            "account, 'other'::bytea, print, sealed, receipt, 'HELD', seq + 1, NULL, hold_until, created_at, changed_at"));
  }

  @Test
  void aChildHasOnePlaceInAReserveList() {
    var slot = TestIntake.open().slot(1);
    held("a", slot);
    var waiting = uuid7();
    claim("b", waiting, slot, nik(), true).statusCode(201);
    assertRefused(
        "one_wait_per_slot",
        copy(
            waiting,
            "account, holder, print, sealed, 'R3' || fresh, 'WAITING', NULL, wait_no + 1, NULL, created_at, changed_at"));
    assertRefused(
        "wait_order",
        copy(
            waiting,
            "account, 'other'::bytea, print, sealed, 'R4' || fresh, 'WAITING', NULL, wait_no, NULL, created_at, changed_at"));
  }

  @Test
  void anAccountNeverPassesItsLimit() {
    var slot = TestIntake.with("seatsPerAccount", 1).slot(5);
    var id = held("a", slot);
    assertRefused(
        "seats_per_account",
        copy(
            id,
            "account, 'other'::bytea, print, sealed, 'R5' || fresh, 'HELD', seq + 1, NULL, hold_until, created_at, changed_at"));
  }

  @Test
  void anIdIsAppliedOnce() {
    var id = held("a", TestIntake.open().slot(5));
    assertRefused(
        "reservation_pkey",
        "INSERT INTO reservation SELECT * FROM reservation WHERE id = '" + id + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "cancellation,HELD",
    "cancellation,CONFIRMED",
    "cancellation,EXPIRED",
    "confirmation,HELD",
    "confirmation,EXPIRED",
    "confirmation,WAITING",
  })
  void noStepLeadsBack(String taken, String to) {
    var id = held("a-" + UUID.randomUUID(), TestIntake.open().slot(1));
    step(account(id), id, taken).statusCode(200);
    assertRefused("steps", "UPDATE reservation SET status = '" + to + "' WHERE id = '" + id + "'");
  }

  private static String account(UUID id) {
    try {
      return Database.text("SELECT account FROM reservation WHERE id = '" + id + "'");
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void aReservationKeepsWhatItWasMadeWith() {
    var id = held("a", TestIntake.open().slot(5));
    for (var change :
        new String[] {
          "seq = seq + 1",
          "slot_id = slot_id + 1",
          "account = 'x'",
          "receipt = 'x'",
          "print = 'x'",
          "holder = 'x'"
        }) {
      assertRefused("immutable", "UPDATE reservation SET " + change + " WHERE id = '" + id + "'");
    }
  }

  @Test
  void aCommitThatFailsIsNeverAcknowledged() throws Exception {
    var slot = TestIntake.open().slot(5);
    // A deferred check fails at the commit, after the statement has already answered its rows.
    Database.execute(
        "CREATE FUNCTION fail_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.slot_id = "
            + slot
            + " THEN RAISE check_violation; END IF; RETURN NULL; END $$");
    Database.execute(
        "CREATE CONSTRAINT TRIGGER fail_at_commit AFTER INSERT ON reservation DEFERRABLE INITIALLY DEFERRED"
            + " FOR EACH ROW EXECUTE FUNCTION fail_at_commit()");
    var id = uuid7();
    var nik = nik();
    try {
      claim("a", id, slot, nik).statusCode(503);
      assertThat(Database.number("SELECT count(*) FROM reservation WHERE id = '" + id + "'"))
          .isZero();
    } finally {
      Database.execute("DROP FUNCTION fail_at_commit() CASCADE");
    }
    claim("a", id, slot, nik).statusCode(201);
  }

  @Test
  void theServerIsDurable() throws Exception {
    assertThat(Database.text("SHOW fsync")).isEqualTo("on");
    assertThat(Database.text("SHOW synchronous_commit")).isEqualTo("on");
  }

  @Test
  void aReservationStandsInASlotOfItsIntakeAndTheSlotStays() {
    var elsewhere = TestIntake.open().slot(1);
    var slot = TestIntake.open().slot(5);
    var id = held("a", slot);
    var other =
        "account, 'other'::bytea, print, sealed, 'R4' || fresh, 'HELD', 9, NULL, hold_until, created_at, changed_at";
    assertRefused("slot_of_intake", copy(id, "0", other));
    assertRefused("slot_of_intake", copy(id, Long.toString(elsewhere), other));
    assertRefused("slot_kept", "DELETE FROM slot_ledger WHERE slot_id = " + slot);
  }
}
