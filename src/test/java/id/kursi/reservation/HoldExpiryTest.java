package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.status;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static id.kursi.reservation.Ticks.ticksUntil;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds end in lots, whoever else is at work in the ledger. */
@ServiceTest
class HoldExpiryTest {
  private static final double LOCK_WAIT_SECONDS = 3;

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

  /** No request fails with it: only the log and a gauge can tell. */
  @ParameterizedTest
  @CsvSource({
    "UPDATE ON reservation, kursi_service, kursi_hold_expiry, kursi_offers, Holds whose time is over keep their seats (SQLSTATE 42501)",
    "EXECUTE ON FUNCTION offer_stranded, PUBLIC, kursi_offers, kursi_hold_expiry, Free seats are not offered to whoever waits (SQLSTATE 42501)"
  })
  void whatFailsForGoodIsSaidOnceGrowsOldAndStopsNothingElse(
      String right, String whose, String failing, String other, String said) throws Exception {
    long before = ServiceLog.count(said);
    for (int outage = 1; outage <= 2; outage++) {
      Database.execute("REVOKE %s FROM %s".formatted(right, whose));
      try {
        eventually(() -> assertThat(age(failing)).isGreaterThan(4));
        assertThat(age(other)).isLessThan(3);
      } finally {
        Database.execute("GRANT %s TO %s".formatted(right, whose));
      }
      eventually(() -> assertThat(age(failing)).isLessThan(3));
      assertThat(ServiceLog.count(said)).isEqualTo(before + outage);
    }
  }

  private static double age(String what) {
    return Meters.sum(what + "_age_seconds");
  }

  /**
   * An offer that waits for a lock does so for 3 s, and then the next one: so old grew snapshots.
   */
  @Test
  void noSnapshotWaitsBehindAnOfferThatWaitsForAGate() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var waiting = uuid7();
    claim("a", uuid7(), slot, nik()).statusCode(201);
    claim("b", waiting, slot, nik(), true).statusCode(201);
    try (var outside = Database.connect()) {
      outside.setAutoCommit(false);
      outside
          .createStatement()
          .execute("SELECT FROM intake_gate WHERE intake_id = " + intake.id() + " FOR UPDATE");
      Database.execute("UPDATE slot_ledger SET capacity = 2 WHERE slot_id = " + slot);
      eventually(() -> assertThat(waitingOffers()).isPositive());
      assertThat(oldestSnapshot(Duration.ofSeconds(5))).isLessThan(LOCK_WAIT_SECONDS);
      assertThat(status("b", waiting)).isEqualTo("WAITING");
      outside.rollback();
    }
    eventually(() -> assertThat(status("b", waiting)).isEqualTo("HELD"));
    intake.assertSound();
  }

  private static long waitingOffers() throws SQLException {
    return Database.number(
        """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND wait_event_type = 'Lock' AND query ~ 'offer_stranded'""");
  }

  /** In seconds: the most that readers saw in this time. */
  private static double oldestSnapshot(Duration time) {
    double oldest = 0;
    for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
      oldest = Math.max(oldest, age("kursi_snapshot"));
    }
    return oldest;
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
