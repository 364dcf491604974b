package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What an audit counts, what it reads for it, and whom it keeps waiting. */
@ServiceTest
class AuditTest {
  @Test
  void noCommandWaitsBehindAnAudit() throws SQLException {
    var intake = TestIntake.open();
    intake.slot(1);
    var audit = new CompletableFuture<Integer>();
    try (var connection = Database.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // Nobody but an audit reads the view: it waits for this lock, as for a long table.
      statement.execute("ALTER VIEW slot_audit RENAME TO held");
      Thread.startVirtualThread(() -> audit.complete(statusOfAudit(intake)));
      eventually(() -> assertThat(waitingAudits()).isPositive());
      intake.pause("Sebentar", "One moment").statusCode(200);
      assertThat(audit).isNotDone();
      connection.rollback();
    }
    assertThat(audit.join()).isEqualTo(200);
  }

  private static int statusOfAudit(TestIntake intake) {
    return Api.as("operator", "operator")
        .get("/v1/operator/intakes/" + intake.code + "/audit")
        .statusCode();
  }

  private static long waitingAudits() throws SQLException {
    return Database.number(
        """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND wait_event_type = 'Lock' AND query ~ 'FROM slot_audit'""");
  }

  @Test
  void anIntakesAuditReadsTheRowsOfItsSlotsOnly() throws SQLException {
    var intake = TestIntake.open();
    intake.slot(1);
    var other = TestIntake.open();
    var slot = other.slot(40);
    for (int i = 0; i < 40; i++) {
      claim("a" + i, uuid7(), slot, nik()).statusCode(201);
    }
    assertThat(rowsRead(other)).isEqualTo(40);
    assertThat(rowsRead(intake)).isZero();
  }

  /** Rows of reservations that come to the audit of this intake, with the settings of its link. */
  private static long rowsRead(TestIntake intake) throws SQLException {
    long rows = 0;
    try (var connection = Database.connect();
        var statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off");
      var plan =
          statement.executeQuery(
              "EXPLAIN (ANALYZE, TIMING OFF) SELECT * FROM slot_audit WHERE intake_id = "
                  + intake.id());
      var lines = new ArrayList<String>();
      while (plan.next()) {
        lines.add(plan.getString(1));
      }
      for (var line : lines) {
        if (line.contains(" on reservation")) {
          rows += Long.parseLong(line.replaceAll(".*actual rows=(\\d+).*", "$1"));
        }
      }
      assertThat(lines).anyMatch(line -> line.contains(" on reservation"));
    }
    return rows;
  }

  @Test
  void whileAnIntakeIsPausedNoHoldIsDue() {
    var intake = TestIntake.with("holdFor", "PT3S");
    var slot = intake.slot(1);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    intake.pause("Sebentar", "One moment").statusCode(200);
    Eventually.after(3_200);
    assertThat(intake.audit().getLong("totals.holdsDue")).isZero();
    assertThat(intake.audit().getLong("totals.live")).isEqualTo(1);
  }
}
