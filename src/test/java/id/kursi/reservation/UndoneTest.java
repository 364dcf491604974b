package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Postgres undoes by itself is sent again, within a bound, and no caller hears of it. */
@ServiceTest
class UndoneTest {
  /** Once, and again as often as the batching room allows. */
  private static final int SENT_AT_MOST = 9;

  @AfterEach
  void restore() throws SQLException {
    Database.execute("DROP FUNCTION IF EXISTS undo() CASCADE");
    Database.execute("DROP SEQUENCE IF EXISTS undone");
  }

  /**
   * The insertion of this reservation ends with this state, so often; counted by a sequence, which
   * no rollback sets back.
   */
  private static void undo(UUID id, String state, int times) throws SQLException {
    Database.execute("CREATE SEQUENCE undone");
    Database.execute(
        """
        CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
          IF NEW.id = '%s' AND nextval('undone') <= %d THEN RAISE SQLSTATE '%s'; END IF;
          RETURN NEW; END $$"""
            .formatted(id, times, state));
    Database.execute(
        "CREATE TRIGGER undo BEFORE INSERT ON reservation FOR EACH ROW EXECUTE FUNCTION undo()");
  }

  private static long sent() throws SQLException {
    return Database.number("SELECT last_value FROM undone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "57014"})
  void aBatchThatIsUndoneIsSentAgainUntilItIsDone(String state) throws SQLException {
    var intake = TestIntake.open();
    var id = uuid7();
    undo(id, state, SENT_AT_MOST - 1);
    claim("a", id, intake.slot(1), nik()).statusCode(201);
    assertThat(sent()).isEqualTo(SENT_AT_MOST);
    intake.assertSound();
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "57014"})
  void aBatchThatIsAlwaysUndoneIsGivenUpAndTookNothing(String state) throws SQLException {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var id = uuid7();
    undo(id, state, Integer.MAX_VALUE);
    claim("a", id, slot, nik()).statusCode(503).body("type", equalTo("/problems/unavailable"));
    assertThat(sent()).isEqualTo(SENT_AT_MOST);
    restore();
    claim("b", uuid7(), slot, nik()).statusCode(201);
    intake.assertSound();
  }

  /**
   * The batch holds the gate and waits for the slot; whoever holds the slot then wants the gate.
   */
  @Test
  void theVictimOfADeadlockGetsItsSeat() throws SQLException {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var answer = new CompletableFuture<Integer>();
    long before = deadlocks();
    try (var connection = Database.connect();
        var statement = connection.createStatement()) {
      // Ours is not looked for by us: the batch, which waits already, finds it and is the victim.
      statement.execute("SET deadlock_timeout = '1min'");
      connection.setAutoCommit(false);
      statement.execute("SELECT FROM slot_ledger WHERE slot_id = " + slot + " FOR UPDATE");
      Thread.startVirtualThread(
          () -> answer.complete(claim("a", uuid7(), slot, nik()).extract().statusCode()));
      eventually(() -> assertThat(waitingForLocks()).isPositive());
      statement.execute(
          "SELECT FROM intake_gate JOIN slot_ledger USING (intake_id) WHERE slot_id = "
              + slot
              + " FOR UPDATE OF intake_gate");
      connection.rollback();
    }
    assertThat(answer.join()).isEqualTo(201);
    eventually(() -> assertThat(deadlocks()).isGreaterThan(before));
    intake.assertSound();
  }

  private static long waitingForLocks() {
    return number(
        """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND wait_event_type = 'Lock' AND query ~ 'claim_batch'""");
  }

  private static long deadlocks() {
    return number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
  }

  private static long number(String sql) {
    try {
      return Database.number(sql);
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }
}
