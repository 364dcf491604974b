package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.reservation.Crowd.Family;
import id.kursi.reservation.Crowd.Told;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Everybody at the door at once. */
@ServiceTest
class WaitingRoomBurstTest {
  private static final int FAMILIES = 300;

  /** Of 300, on a machine that is too busy to read them all while the first batch waits. */
  private static final int MOST_TRANSACTIONS = 20;

  private static final long GATHERING_MS = 1_500;

  /** The first batch waits for the room's row, and everybody else gathers behind it. */
  @Test
  void aBurstIsNumberedInFewTransactions() throws Exception {
    var room = new TestRoom(Map.of());
    var crowd = new Crowd(room);
    var families = Family.some(FAMILIES);
    long intake = room.intake.id();
    try (var holder = Database.connect();
        var statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SELECT FROM waiting_room WHERE intake_id = " + intake + " FOR UPDATE");
      var sent = families.stream().map(crowd::enter).toList();
      eventually(
          () ->
              assertThat(
                      Database.number(
                          """
                          SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                          AND wait_event_type = 'Lock' AND query ~ 'enter_batch'"""))
                  .isEqualTo(1));
      Eventually.after(GATHERING_MS);
      holder.rollback();
      var answers = sent.stream().map(CompletableFuture::join).toList();
      assertThat(answers).extracting(Told::status).containsOnly(201);
      assertThat(answers)
          .extracting(Told::number)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, FAMILIES).boxed().toList());
    }
    // Nobody has touched the rows since, so each bears the transaction that wrote it.
    assertThat(
            Database.number(
                "SELECT count(DISTINCT xmin::text) FROM waiting_entry WHERE intake_id = " + intake))
        .isBetween(2L, (long) MOST_TRANSACTIONS);
  }
}
