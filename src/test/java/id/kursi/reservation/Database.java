package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.kursi.launcher.Servers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.util.PSQLException;

/** Looks at the database of the service under test from outside, as one who may do everything. */
final class Database {
  static Connection connect() throws SQLException {
    return connect(Servers.USER);
  }

  static Connection connect(String role) throws SQLException {
    var url = ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class);
    return DriverManager.getConnection(url, role, "");
  }

  /** As a packaged service with these settings. */
  static Connection connect(Map<String, String> settings) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:" + settings.get("quarkus.datasource.reactive.url"),
        settings.get("quarkus.datasource.username"),
        "");
  }

  static String text(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  static long number(String sql) throws SQLException {
    return Long.parseLong(text(sql));
  }

  static void execute(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Until this backend waits for a lock. */
  static void awaitLocked(int pid) {
    var waits = "SELECT wait_event_type FROM pg_stat_activity WHERE pid = " + pid;
    eventually(() -> assertThat(text(waits)).isEqualTo("Lock"));
  }

  /** Until somebody waits for what this backend has locked. */
  static void awaitBehind(Connection looking, int backend) {
    var behind =
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND %d = ANY (pg_blocking_pids(pid))"
            .formatted(backend);
    eventually(
        () -> {
          try (var statement = looking.createStatement();
              var rows = statement.executeQuery(behind)) {
            rows.next();
            assertThat(rows.getInt(1)).isPositive();
          }
        });
  }

  /**
   * That the database refuses this, by a guard of that name.
   *
   * @param constraint part of its name, or of the message
   */
  static void assertRefused(String constraint, String sql) {
    assertThatThrownBy(() -> execute(sql))
        .as(sql)
        .isInstanceOfSatisfying(
            PSQLException.class,
            refusal -> {
              assertThat(refusal.getSQLState()).startsWith("23");
              assertThat(refusal + refusal.getServerErrorMessage().getConstraint())
                  .contains(constraint);
            });
  }

  private Database() {}
}
