package id.kursi.loadtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineTest {
  private static final Line LINE =
      Line.of(
          """
          {"state":"SERVING","serving":140,"perMinute":30,"askAgain":{"perMinute":1260,\
          "share":0.25,"atLeastSeconds":5,"atMostSeconds":300}}""");

  @Test
  void whoWaitsAsksAgainAfterAShareOfTheWaitAtTheAdvisedPace() {
    // 4,860 at 1,260 a minute are 231.4 s, a quarter 57.86 s, and a fifth less or more.
    assertEquals(Duration.ofMillis(46_285), LINE.again(4_860, 0));
    assertEquals(Duration.ofMillis(69_428), LINE.again(4_860, 1));
  }

  @Test
  void theAdviceHasBounds() {
    assertEquals(Duration.ofSeconds(5), LINE.again(1, 0.5));
    assertEquals(Duration.ofSeconds(300), LINE.again(1_000_000, 0.5));
  }

  @Test
  void nobodyHasAPositionBeforeTheDraw() {
    assertTrue(LINE.isDrawn());
    assertFalse(new Line("DRAWING", 0, 1, 1, 1, 1).isDrawn());
    assertFalse(new Line("ENTERING", 0, 1, 1, 1, 1).isDrawn());
  }
}
