package id.kursi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.launcher.FreshDatabase;
import id.kursi.launcher.Servers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the harness reads of the ledger, on the schema of the service. */
class LedgerTest {
  private static final long INTAKE = 1;
  private static final String ROWS =
      """
      INSERT INTO intake_gate (intake_id, allocation, opens_at, closes_at, hold_for, seats_per_account, waits_per_account, wait_limit,
        paused_at, notice_id, notice_en)
      VALUES (1, 'ARRIVAL', '2026-07-01 01:00Z', '2026-07-01 07:00Z', '4 s', 12, 12, 5, '2026-07-01 02:00Z', 'Selesai', 'Over');
      INSERT INTO slot_ledger (slot_id, intake_id, gated, capacity, taken, wait_limit, last_seq, entries)
      VALUES (7, 1, true, 2, 1, 5, 1, 1), (8, 1, true, 2, 0, 5, 0, 0);
      INSERT INTO reservation (id, intake_id, slot_id, account, holder, print, sealed, receipt, status, seq, hold_until, created_at, changed_at)
      VALUES ('018f0000-0000-7000-8000-000000000001', 1, 7, 'a', 'h', 'p', 's', 'R1', 'HELD', 1, '2026-07-01 02:00:01Z',
        '2026-07-01 01:59Z', '2026-07-01 01:59Z')""";

  private Connection connection;

  /** An intake in a pause: a hold that has a second left, in the first of two slots. */
  @BeforeEach
  void paused() throws Exception {
    var url = "jdbc:" + new FreshDatabase().start().get("quarkus.datasource.reactive.url");
    Flyway.configure().dataSource(url, "kursi_owner", "").load().migrate();
    connection = DriverManager.getConnection(url, Servers.USER, "");
    // Neither the catalogue's tables nor the guards are wanted.
    execute("SET session_replication_role = replica");
    execute(ROWS);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void thePrintChangesWithWhateverChanges() throws SQLException {
    var print = Ledger.print(connection, INTAKE);
    assertThat(Ledger.read(connection, INTAKE).print()).isEqualTo(print);
    connection.setAutoCommit(false);
    for (var change :
        new String[] {
          "reservation SET status = 'CONFIRMED'",
          "reservation SET seq = 2",
          "reservation SET hold_until = hold_until + interval '1 s'",
          "reservation SET status = 'MOVED', moved_to = '018f0000-0000-7000-8000-000000000002'",
          "reservation SET receipt = 'R2'",
          "slot_ledger SET taken = 2 WHERE slot_id = 7",
          "slot_ledger SET version = 1 WHERE slot_id = 8",
          "intake_gate SET paused_at = NULL, notice_id = NULL, notice_en = NULL"
        }) {
      execute("UPDATE " + change);
      assertThat(Ledger.print(connection, INTAKE)).as(change).isNotEqualTo(print);
      connection.rollback();
    }
    assertThat(Ledger.print(connection, INTAKE)).isEqualTo(print);
  }

  @Test
  void whatHadEndedBeforeThePauseIsDue() throws SQLException {
    assertThat(Ledger.due(connection, INTAKE)).isZero();
    execute("UPDATE reservation SET hold_until = hold_until - interval '1 s'");
    assertThat(Ledger.due(connection, INTAKE)).isOne();
  }
}
