package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets nobody finish the steps of one waiting room: whoever makes one stands still before the
 * commit, with the room locked, until the test lets that step go on.
 */
final class HeldSteps implements AutoCloseable {
  enum Step {
    FREEZE("frozen_at"),
    ROOT("root"),
    DRAW("seed");

    private final String column;

    Step(String column) {
      this.column = column;
    }
  }

  /**
   * @param role as which it speaks to Postgres
   * @param backend the process of Postgres that makes the step
   */
  record AtWork(String role, int backend) {}

  private final Connection holder;

  HeldSteps(long intake) throws SQLException {
    holder = Database.connect();
    execute(
        """
        CREATE FUNCTION hold_step() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock_shared(TG_ARGV[0]::bigint); RETURN NULL; END $$""");
    for (var step : Step.values()) {
      execute("SELECT pg_advisory_lock(" + step.ordinal() + ")");
      execute(
          """
          CREATE TRIGGER hold_%s AFTER UPDATE ON waiting_room FOR EACH ROW
          WHEN (NEW.intake_id = %d AND OLD.%s IS NULL AND NEW.%3$s IS NOT NULL) EXECUTE FUNCTION hold_step(%d)"""
              .formatted(step, intake, step.column, step.ordinal()));
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = holder.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Who makes this step; waits for somebody. */
  AtWork await(Step step) {
    var found = new ArrayList<AtWork>();
    eventually(
        () -> {
          found.addAll(atWork(step));
          assertThat(found).as("at %s", step).isNotEmpty();
        });
    return found.getFirst();
  }

  /** Who makes this step now. */
  List<AtWork> atWork(Step step) throws SQLException {
    var atWork = new ArrayList<AtWork>();
    try (var statement = holder.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT usename, pid FROM pg_locks JOIN pg_stat_activity USING (pid)
                WHERE locktype = 'advisory' AND NOT granted AND objid = %d"""
                    .formatted(step.ordinal()))) {
      while (rows.next()) {
        atWork.add(new AtWork(rows.getString(1), rows.getInt(2)));
      }
    }
    return atWork;
  }

  /** Until somebody else waits to make the step that stands still. */
  void awaitAnotherBehind(AtWork begun) {
    Database.awaitBehind(holder, begun.backend());
  }

  /** What it has begun is undone. */
  void undo(AtWork begun) throws SQLException {
    execute("SELECT pg_terminate_backend(" + begun.backend() + ")");
  }

  void letGo(Step step) throws SQLException {
    execute("SELECT pg_advisory_unlock(" + step.ordinal() + ")");
  }

  @Override
  public void close() throws SQLException {
    holder.close();
  }
}
