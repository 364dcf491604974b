package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static id.kursi.reservation.Meters.series;
import static id.kursi.reservation.Meters.sum;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What operators can measure of a line. */
@ServiceTest
class WaitingRoomMetersTest {
  private static double passes(String event) {
    return sum("kursi_waiting_passes_total", "event=\"" + event + "\"");
  }

  private static double notAdmitted() {
    return sum("kursi_claims_total", "by=\"pass\"", "outcome=\"not-admitted\"");
  }

  @Test
  void passesAreCountedFromGivenToUsedAndToWhatTheyClaimed() {
    var room = new TestRoom(Map.of());
    var slot = room.intake.slot(1);
    var family = "measured-" + UUID.randomUUID();
    room.enter(family);
    room.open();
    room.draw();
    double given = passes("given");
    double used = passes("used");
    double claims = sum("kursi_waiting_claims_total");
    double refused = notAdmitted();
    room.claim(family, uuid7(), slot, nik(), null).statusCode(409);
    var pass = room.awaitPass(family);
    var id = uuid7();
    var nik = nik();
    room.claim(family, id, slot, nik, pass).statusCode(201);
    room.claim(family, id, slot, nik, pass).statusCode(200);
    room.claim(family, uuid7(), slot, nik(), pass).statusCode(409);
    assertThat(passes("given") - given).isEqualTo(1);
    assertThat(passes("used") - used).isEqualTo(3);
    assertThat(sum("kursi_waiting_claims_total") - claims).isEqualTo(1);
    assertThat(notAdmitted() - refused).isEqualTo(1);
  }

  @Test
  void whoeverComesAfterTheTurnIsCountedAsLapsed() {
    var room = new TestRoom(Map.of("passFor", "PT1S", "grace", "PT1S"));
    var family = "measured-" + UUID.randomUUID();
    room.enter(family);
    room.open();
    room.draw();
    double lapsed = passes("lapsed");
    room.awaitPass(family);
    eventually(() -> room.pass(family).statusCode(409));
    assertThat(passes("lapsed") - lapsed).isEqualTo(1);
  }

  private static void awaitGauge(TestRoom room, String gauge, double figure) {
    var label = "intake=\"" + room.intake.code + "\"";
    eventually(() -> assertThat(sum("kursi_waiting_" + gauge, label)).isEqualTo(figure));
  }

  @Test
  void theLineIsMeasuredAsItMoves() {
    var room = new TestRoom(Map.of("leastPerMinute", 90, "mostPerMinute", 600));
    for (int i = 0; i < 3; i++) {
      room.enter("measured-" + UUID.randomUUID());
    }
    awaitGauge(room, "entered", 3);
    awaitGauge(room, "serving", 0);
    awaitGauge(room, "rate", 1.5);
    room.put("/rate", Map.of("perMinute", 240)).statusCode(200);
    room.open();
    room.draw();
    awaitGauge(room, "serving", 3);
    awaitGauge(room, "rate", 4);
  }

  /** Before the opening nobody waits, however early they entered. */
  @Test
  void theTimeOfAWaitRunsFromTheOpening() throws Exception {
    var room = new TestRoom(Map.of());
    var family = "measured-" + UUID.randomUUID();
    Database.execute(
        """
        INSERT INTO waiting_entry (id, intake_id, number, account, salt, entered_at)
        VALUES ('%1$s', %2$d, 1, '%3$s', decode(repeat('00', 16), 'hex'), now() - interval '10 hours');
        UPDATE waiting_room SET entries = 1, version = version + 1 WHERE intake_id = %2$d"""
            .formatted(uuid7(), room.intake.id(), family));
    double waited = sum("kursi_waiting_time_seconds_sum");
    double waits = sum("kursi_waiting_time_seconds_count");
    room.open();
    room.draw();
    room.awaitPass(family);
    assertThat(sum("kursi_waiting_time_seconds_count") - waits).isEqualTo(1);
    assertThat(sum("kursi_waiting_time_seconds_sum") - waited).isBetween(0.0, 100.0);
    assertThat(series("kursi_waiting_time_seconds_bucket")).hasSizeGreaterThan(20);
  }
}
