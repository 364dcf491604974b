package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.status;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static id.kursi.reservation.Ticks.ticksUntil;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Holds end in lots, whoever else is at work in the ledger. */
@ServiceTest
class HoldExpiryTest {
  /** A look for holds and a snapshot may both be under way; then one of each follows. */
  private static final int TICKS = 3;

  @Inject LedgerReads reads;

  /** In a pause, so that nobody expires them yet. */
  private static void endHolds(TestIntake intake, long slot) throws Exception {
    intake.pause("Sebentar", "One moment").statusCode(200);
    Database.execute(
        "UPDATE reservation SET hold_until = clock_timestamp() - interval '1 hour' WHERE slot_id = "
            + slot);
  }

  @Test
  void aRowThatSomebodyHasLockedStopsNoOther() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(3);
    var locked = uuid7();
    var free = uuid7();
    claim("a", locked, slot, nik()).statusCode(201);
    claim("b", free, slot, nik()).statusCode(201);
    endHolds(intake, slot);
    try (var outside = Database.connect()) {
      outside.setAutoCommit(false);
      outside
          .createStatement()
          .execute("SELECT FROM reservation WHERE id = '" + locked + "' FOR NO KEY UPDATE");
      intake.resume().statusCode(200);
      assertThat(ticksUntil(() -> status("b", free).equals("EXPIRED"))).isLessThanOrEqualTo(TICKS);
      assertThat(status("a", locked)).isEqualTo("HELD");
      claim("c", uuid7(), slot, nik()).statusCode(201);
      outside.rollback();
    }
    eventually(() -> assertThat(status("a", locked)).isEqualTo("EXPIRED"));
    intake.assertSound();
  }

  @Test
  void holdsThatEndedAreFoundInLotsAndByWhoeverAsksNext() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(3);
    for (var account : new String[] {"a", "b", "c"}) {
      claim(account, uuid7(), slot, nik()).statusCode(201);
    }
    endHolds(intake, slot);
    try (var outside = Database.connect()) {
      outside.setAutoCommit(false);
      // Every instance may find them, and none can end them yet.
      outside
          .createStatement()
          .execute("SELECT FROM slot_ledger WHERE slot_id = " + slot + " FOR NO KEY UPDATE");
      intake.resume().statusCode(200);
      for (int asked = 0; asked < 2; asked++) {
        assertThat(reads.holdsDue(2).await().atMost(Duration.ofSeconds(5))).hasSize(2);
      }
      outside.rollback();
    }
    eventually(() -> assertThat(intake.audit().getLong("totals.taken")).isZero());
  }
}
