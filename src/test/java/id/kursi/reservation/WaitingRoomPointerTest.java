package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

/**
 * How the pointer moves. Each room opens in a transaction of the test's own: until it is committed
 * nobody else sees the opening, so no tick moves that line.
 */
@ServiceTest
class WaitingRoomPointerTest {
  private static final String SECOND = "1 second";
  private static final int MOST = 1_000_000;

  /** As the database has it; the rate in families a second. */
  private record Line(long serving, double rate) {}

  /** Between one family a second and ten; a thousand are in, of whom none was drawn. */
  private static long openedBy(Connection connection) throws SQLException {
    var room = new TestRoom(Map.of("leastPerMinute", 60, "mostPerMinute", 600));
    long intake = room.intake.id();
    connection.setAutoCommit(false);
    ask(
        connection,
        "SELECT put_window(%d, now() - interval '1 second', now() + interval '1 hour')"
            .formatted(intake));
    ask(connection, "SELECT freeze_room(%d)".formatted(intake));
    set(connection, intake, "entries = 1000");
    return intake;
  }

  private static void set(Connection connection, long intake, String what) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("UPDATE waiting_room SET " + what + " WHERE intake_id = " + intake);
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static boolean advance(
      Connection connection, long intake, long seen, String every, boolean well, double budget)
      throws SQLException {
    return ask(
            connection,
            "SELECT advance_room(%d, %d, interval '%s', %b, 2, %s)"
                .formatted(intake, seen, every, well, budget))
        .equals("t");
  }

  private static Line line(Connection connection, long intake) throws SQLException {
    var of = " FROM waiting_room WHERE intake_id = " + intake;
    return new Line(
        Long.parseLong(ask(connection, "SELECT serving" + of)),
        Double.parseDouble(ask(connection, "SELECT rate" + of)));
  }

  /** After a silence a step is two seconds' worth, whatever the clock says: an exact number. */
  @ParameterizedTest(name = "{0} families a second, set {1}, well {2}, budget {3}: {4}")
  @CsvSource({
    "4,   NULL, true,  1000000, 6",
    "9.5, NULL, true,  1000000, 10",
    "4,   NULL, false, 1000000, 2",
    "1.5, NULL, false, 1000000, 1",
    "4,   NULL, true,  5,       5",
    "10,  NULL, false, 3,       3",
    "4,   NULL, true,  0.5,     0.5",
    "4,   7,    true,  1000000, 7",
    "4,   7,    false, 1000000, 7",
    "4,   50,   true,  1000000, 10",
    "4,   0.1,  true,  1000000, 1",
    "4,   7,    true,  3,       3"
  })
  void theLineGoesFasterByASmallStepAndSlowerByHalfWithinTheBoundsAndTheBudget(
      double rate, String set, boolean well, double budget, double then) throws Exception {
    try (var connection = Database.connect()) {
      var intake = openedBy(connection);
      set(
          connection,
          intake,
          "rate = %s, set_rate = %s, served_at = clock_timestamp() - interval '1 minute'"
              .formatted(rate, set));
      assertThat(advance(connection, intake, 0, SECOND, well, budget)).isTrue();
      assertThat(line(connection, intake)).isEqualTo(new Line((long) (2 * then), then));
      connection.rollback();
    }
  }

  @Test
  void aStepIsMadeFromWhereItsCallerSawTheLineAndNotBeforeItsTime() throws Exception {
    try (var connection = Database.connect()) {
      var intake = openedBy(connection);
      set(connection, intake, "serving = 5, served_at = clock_timestamp() - interval '47 minutes'");
      var before = line(connection, intake);
      assertThat(advance(connection, intake, 4, SECOND, true, MOST)).as("seen too low").isFalse();
      assertThat(advance(connection, intake, 6, SECOND, true, MOST)).as("seen too high").isFalse();
      assertThat(advance(connection, intake, 5, "1 hour", true, MOST)).as("too soon").isFalse();
      assertThat(line(connection, intake)).isEqualTo(before);
      // A tick that is a little early is the next one.
      set(connection, intake, "served_at = clock_timestamp() - interval '49 minutes'");
      assertThat(advance(connection, intake, 5, "1 hour", true, MOST)).isTrue();
      assertThat(line(connection, intake).serving()).isGreaterThan(5);
      connection.rollback();
    }
  }

  /**
   * The second waits for the first, and then finds either that the line is not where it saw it, or,
   * where it saw it as the first left it, that it is too soon.
   */
  @ParameterizedTest(name = "who saw {0}, every {1}")
  @CsvSource({"0, 1 microsecond", "20, 1 hour"})
  void ofTwoCallersAtTheSameMomentOneMovesTheLine(long seen, String every) throws Exception {
    try (var first = Database.connect();
        var second = Database.connect()) {
      var intake = openedBy(first);
      set(first, intake, "rate = 10, served_at = clock_timestamp() - interval '1 minute'");
      assertThat(advance(first, intake, 0, SECOND, true, MOST)).isTrue();
      second.setAutoCommit(false);
      int pid = second.unwrap(PGConnection.class).getBackendPID();
      var late = CompletableFuture.supplyAsync(() -> tried(second, intake, seen, every));
      Database.awaitLocked(pid);
      first.commit();
      assertThat(late.join()).isFalse();
      // The second still holds the room, so no tick comes in between.
      assertThat(line(second, intake)).isEqualTo(new Line(20, 10));
      assertThat(ask(second, "SELECT count(*) FROM waiting_step WHERE intake_id = " + intake))
          .isEqualTo("1");
      second.rollback();
    }
  }

  private static boolean tried(Connection connection, long intake, long seen, String every) {
    try {
      return advance(connection, intake, seen, every, true, MOST);
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }
}
