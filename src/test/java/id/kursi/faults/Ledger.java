package id.kursi.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What stands in the database, read by SQL of its own past the service and past its functions.
 *
 * @param print a digest of every column of the intake, its slots and its reservations: nothing of
 *     them changes in a pause, once what was due before it is resolved
 */
record Ledger(List<Row> rows, List<Slot> slots, String print) {
  /**
   * @param holder the child's keyed hash
   * @param overdue held, though the hold ended some seconds ago by the intake's clock, which stands
   *     still in a pause
   */
  record Row(
      UUID id,
      long slot,
      String account,
      String holder,
      String receipt,
      Status status,
      Long seq,
      Instant createdAt,
      boolean overdue) {}

  /** What the ledger counts of a slot. */
  record Slot(long id, int capacity, int taken, int waiting, long lastSeq, long entries) {}

  private static final String OVERDUE =
      "status = 'HELD' AND hold_until < coalesce(g.paused_at, clock_timestamp()) - interval '3 s'";
  private static final String ROWS =
      """
      SELECT id, slot_id, account, encode(holder, 'hex') AS holder, receipt, status, seq, created_at,
        (%s) AS overdue
      FROM reservation JOIN intake_gate g USING (intake_id) WHERE intake_id = ?"""
          .formatted(OVERDUE);
  private static final String SLOTS =
      """
      SELECT slot_id, capacity, taken, waiting, last_seq, entries FROM slot_ledger WHERE intake_id = ?
      ORDER BY slot_id""";
  private static final String UNSETTLED =
      """
      SELECT (SELECT count(*) FROM reservation WHERE intake_id = g.intake_id AND %s)
        + (SELECT count(*) FROM slot_ledger WHERE intake_id = g.intake_id AND waiting > 0 AND taken < capacity)
      FROM intake_gate g WHERE intake_id = ?"""
          .formatted(OVERDUE);
  private static final String DUE =
      """
      SELECT count(*) FROM reservation r JOIN intake_gate g USING (intake_id)
      WHERE intake_id = ? AND status = 'HELD' AND hold_until <= g.paused_at""";
  private static final String PRINT =
      """
      SELECT md5(concat(g,
        (SELECT string_agg(s::text, '' ORDER BY slot_id) FROM slot_ledger s WHERE s.intake_id = g.intake_id),
        (SELECT string_agg(md5(r::text), '' ORDER BY id) FROM reservation r WHERE r.intake_id = g.intake_id)))
      FROM intake_gate g WHERE intake_id = ?""";

  /** All of one moment. */
  static Ledger read(Connection connection, long intake) throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try {
      return new Ledger(
          read(connection, ROWS, intake, Ledger::row),
          read(connection, SLOTS, intake, Ledger::slot),
          print(connection, intake));
    } finally {
      connection.rollback();
    }
  }

  /** Overdue holds, and slots with free seats while somebody waits: counted where they stand. */
  static long unsettled(Connection connection, long intake) throws SQLException {
    return read(connection, UNSETTLED, intake, row -> row.getLong(1)).getFirst();
  }

  /** Holds that had ended when the intake was paused. */
  static long due(Connection connection, long intake) throws SQLException {
    return read(connection, DUE, intake, row -> row.getLong(1)).getFirst();
  }

  /** The digest alone, to be compared with an earlier one. */
  static String print(Connection connection, long intake) throws SQLException {
    return read(connection, PRINT, intake, row -> row.getString(1)).getFirst();
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> read(Connection connection, String sql, long intake, Reader<T> reader)
      throws SQLException {
    var found = new ArrayList<T>();
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, intake);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
    }
    return found;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("id", UUID.class),
        row.getLong("slot_id"),
        row.getString("account"),
        row.getString("holder"),
        row.getString("receipt"),
        Status.valueOf(row.getString("status")),
        row.getObject("seq", Long.class),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("overdue"));
  }

  private static Slot slot(ResultSet row) throws SQLException {
    return new Slot(
        row.getLong("slot_id"),
        row.getInt("capacity"),
        row.getInt("taken"),
        row.getInt("waiting"),
        row.getLong("last_seq"),
        row.getLong("entries"));
  }
}
