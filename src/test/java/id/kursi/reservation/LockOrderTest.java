package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * Whoever changes seats locks the gates and then the slots in the order of their ids, and waits at
 * each: two batches can then never wait for each other.
 */
@ServiceTest
class LockOrderTest {
  private record Rows(String table, String id) {
    /** True where the row was free: then it is locked. */
    boolean lock(Connection connection, long row) throws SQLException {
      var sql = "SELECT 1 FROM %s WHERE %s = %d FOR UPDATE SKIP LOCKED";
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery(sql.formatted(table, id, row))) {
        return rows.next();
      }
    }

    /** Two of them with slots, the lower id first, that stand in the table the other way round. */
    long[] reversed() throws SQLException {
      // A row that is written anew leaves its place.
      Database.execute(
          "UPDATE %1$s SET %2$s = %2$s WHERE %2$s IN (SELECT min(%2$s) FROM slot_ledger)"
              .formatted(table, id));
      var sql =
          """
          SELECT array_to_string(ARRAY[a.%2$s, b.%2$s], ' ')
          FROM %1$s a JOIN %1$s b ON a.%2$s < b.%2$s AND a.ctid > b.ctid
          WHERE a.%2$s IN (SELECT %2$s FROM slot_ledger) AND b.%2$s IN (SELECT %2$s FROM slot_ledger) LIMIT 1""";
      var pair = Database.text(sql.formatted(table, id)).split(" ");
      return new long[] {Long.parseLong(pair[0]), Long.parseLong(pair[1])};
    }
  }

  @Test
  void slotsAreLockedInTheOrderOfTheirIds() throws Exception {
    var intake = TestIntake.open();
    intake.slot("SMPN-01", "DOMICILE", 1);
    intake.slot("SMPN-02", "DOMICILE", 1);
    var slots = new Rows("slot_ledger", "slot_id");
    var pair = slots.reversed();
    assertLockedInOrder(slots, pair, pair[1] + ", " + pair[0]);
  }

  @Test
  void gatesAreLockedInTheOrderOfTheirIds() throws Exception {
    TestIntake.open().slot(1);
    TestIntake.open().slot(1);
    var gates = new Rows("intake_gate", "intake_id");
    var pair = gates.reversed();
    var slots =
        "SELECT string_agg(slot_id::text, ', ') FROM slot_ledger WHERE intake_id IN (%d, %d)";
    assertLockedInOrder(gates, pair, Database.text(slots.formatted(pair[0], pair[1])));
  }

  /** While the lower row is somebody else's, the higher one is nobody's. */
  private static void assertLockedInOrder(Rows rows, long[] pair, String slots) throws Exception {
    try (var holder = Database.connect();
        var waiter = Database.connect();
        var third = Database.connect()) {
      holder.setAutoCommit(false);
      waiter.setAutoCommit(false);
      assertThat(rows.lock(holder, pair[0])).isTrue();
      // No index gives the rows in order by chance.
      run(waiter, "SET enable_indexscan = off; SET enable_bitmapscan = off");
      int pid = waiter.unwrap(PGConnection.class).getBackendPID();
      var locking =
          CompletableFuture.runAsync(
              () -> run(waiter, "SELECT lock_gates_and_slots(ARRAY[" + slots + "]::bigint[])"));
      Database.awaitLocked(pid);
      assertThat(rows.lock(third, pair[1])).as("the higher one is free").isTrue();
      holder.rollback();
      locking.join();
      assertThat(rows.lock(third, pair[1])).as("both are locked at last").isFalse();
    }
  }

  private static void run(Connection connection, String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
