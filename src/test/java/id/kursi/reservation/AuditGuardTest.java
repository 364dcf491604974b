package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who can change what the audit log holds: nobody, and the service least of all. */
@ServiceTest
class AuditGuardTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_log SET actor = 'nobody'",
        "UPDATE audit_log SET actor = 'nobody' WHERE false",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
        "ALTER TABLE audit_log DISABLE TRIGGER guard_audit_log",
        "DROP TRIGGER guard_audit_log ON audit_log",
        "DROP TABLE audit_log",
        "CREATE OR REPLACE FUNCTION guard_audit_log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "SET session_replication_role = replica",
        "SET ROLE kursi_owner",
        "UPDATE reservation_act SET actor = 'nobody'",
        "DELETE FROM reservation",
        "CREATE TABLE of_my_own (x int)"
      })
  void theServicesOwnRoleCannotChangeTheLogNorTakeItsGuardAway(String sql) throws Exception {
    try (var connection = Database.connect("kursi_service");
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class,
              refusal ->
                  assertThat(refusal.getSQLState()).as(refusal.toString()).isEqualTo("42501"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UPDATE audit_log SET reason = ''", "DELETE FROM audit_log", "TRUNCATE audit_log"})
  void notEvenWhoeverOwnsTheLogOrTheServerChangesARow(String sql) throws Exception {
    for (var role : List.of("kursi_owner", "postgres")) {
      try (var connection = Database.connect(role);
          var statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.execute(sql))
            .hasMessageContaining("the audit log is only added to");
      }
    }
  }

  /**
   * All tests stand on it: were the service somebody else, they would show nothing of its rights.
   */
  @Test
  void theServiceUnderTestHasTheRoleOfProduction() throws Exception {
    assertThat(
            Database.text(
                "SELECT string_agg(DISTINCT usename, ' ') FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'kursi-ledger'"))
        .isEqualTo("kursi_service");
    assertThat(
            Database.text(
                "SELECT string_agg(DISTINCT tableowner, ' ') FROM pg_tables WHERE schemaname = 'public'"))
        .isEqualTo("kursi_owner");
  }
}
