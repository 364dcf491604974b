package id.kursi.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.waitingroom.EntryView.Estimate;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a family is told of its wait: a range that holds for a line that goes on as it did. */
class PaceTest {
  private static final int MINUTE = 60;

  /** From one family a second to twenty. */
  private static final Room ROOM = room(1, 20);

  private final Random random = new Random(20260624);
  private Pace pace;
  private Instant now;
  private long serving;

  private static Room room(double least, double most) {
    var at = Instant.EPOCH;
    return new Room(
        1,
        "smp-2025",
        at,
        at,
        null,
        null,
        null,
        least,
        most,
        null,
        least,
        most,
        null,
        false,
        false,
        0,
        at,
        0L,
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        at,
        0,
        at,
        null);
  }

  @BeforeEach
  void begin() {
    pace = new Pace();
    now = Instant.parse("2026-06-24T01:00:00Z");
    serving = 0;
    pace.see(now, serving);
  }

  /** A tick a second, for a minute each. */
  private void move(int... perSecond) {
    for (int families : perSecond) {
      for (int second = 0; second < MINUTE; second++) {
        tick(families);
      }
    }
  }

  private void tick(int families) {
    now = now.plusSeconds(1);
    serving += families;
    pace.see(now, serving);
  }

  @Test
  void whileNothingWasSeenTheRoomsBoundsAreTold() {
    assertThat(new Pace().estimate(600, ROOM)).isEqualTo(new Estimate(30, 600));
    assertThat(pace.estimate(600, ROOM)).isEqualTo(new Estimate(30, 600));
    for (int second = 1; second < MINUTE; second++) {
      pace.see(now.plusSeconds(second), 5L * second);
    }
    assertThat(pace.estimate(600, ROOM)).isEqualTo(new Estimate(30, 600));
  }

  @Test
  void aSteadyLineTellsOneMoment() {
    move(5);
    assertThat(pace.estimate(300, ROOM)).isEqualTo(new Estimate(60, 60));
    move(5, 5, 5);
    assertThat(pace.estimate(301, ROOM)).isEqualTo(new Estimate(60, 61));
  }

  @Test
  void aLineThatStumblesTellsItsFastestMinuteAndItsSlowest() {
    move(10, 2, 5);
    assertThat(pace.estimate(600, ROOM)).isEqualTo(new Estimate(60, 300));
  }

  /** A pause ends: the slower end goes by the pace that the room promises at least. */
  @Test
  void aMinuteThatStoodStillIsNotTakenForAnEnd() {
    move(10, 0);
    assertThat(pace.estimate(600, ROOM)).isEqualTo(new Estimate(60, 600));
  }

  @Test
  void whereNobodyHadATurnForTenMinutesNothingIsTold() {
    move(10, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(pace.estimate(600, ROOM)).isNotNull();
    move(0);
    assertThat(pace.estimate(600, ROOM)).isNull();
    move(4);
    assertThat(pace.estimate(600, ROOM)).isEqualTo(new Estimate(150, 1500));
  }

  /** As where only so many may be inside at once. */
  @Test
  void aLineThatIsSlowerThanItsBoundTellsHowSlowItIs() {
    for (int second = 0; second < 2 * MINUTE; second++) {
      tick(second % 2);
    }
    assertThat(pace.estimate(600, ROOM)).isEqualTo(new Estimate(1200, 1200));
  }

  @Test
  void whatWasMoreThanTenMinutesAgoIsForgotten() {
    move(20, 2, 4, 4, 4, 4, 4, 4, 4, 4, 4);
    assertThat(pace.estimate(600, ROOM)).isEqualTo(new Estimate(150, 300));
    move(4);
    assertThat(pace.estimate(600, ROOM)).isEqualTo(new Estimate(150, 150));
  }

  /** However it stumbled, between the room's bounds. */
  @Test
  void theTrueWaitIsWithinTheRangeForALineThatGoesOnAsItDid() {
    for (int line = 0; line < 500; line++) {
      begin();
      var minutes = IntStream.range(0, 10).map(minute -> 1 + random.nextInt(20)).toArray();
      move(minutes);
      long before = 1 + random.nextInt(10_000);
      var told = pace.estimate(before, ROOM);
      assertThat(wait(before, minutes)).isBetween(told.fromSeconds(), told.toSeconds());
    }
  }

  /** Seconds, where the same minutes come again and again. */
  private static long wait(long before, int... minutes) {
    long seconds = 0;
    for (long left = before; left > 0; seconds++) {
      left -= minutes[(int) (seconds / MINUTE) % minutes.length];
    }
    return seconds;
  }
}
