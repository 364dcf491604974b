package id.kursi.loadtests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;

/**
 * What a waiting room's line says to everybody, as far as a family goes by it.
 *
 * @param perMinute the pace by which a wait is reckoned
 * @param share of the wait that is left, after which to ask again
 */
record Line(
    String state,
    long serving,
    double perMinute,
    double share,
    double atLeastSeconds,
    double atMostSeconds) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> UNDRAWN = Set.of("ENTERING", "DRAWING");

  /** "Give or take a fifth at random." */
  private static final double SPREAD = 0.2;

  static Line of(String body) {
    try {
      var line = JSON.readTree(body);
      var advice = line.get("askAgain");
      return new Line(
          line.get("state").asText(),
          line.get("serving").asLong(),
          advice.get("perMinute").asDouble(),
          advice.get("share").asDouble(),
          advice.get("atLeastSeconds").asDouble(),
          advice.get("atMostSeconds").asDouble());
    } catch (JsonProcessingException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }

  boolean isDrawn() {
    return !UNDRAWN.contains(state);
  }

  /**
   * When to ask again.
   *
   * @param before positions that come first
   * @param random from 0 to 1
   */
  Duration again(long before, double random) {
    double left = 60 * before / Math.max(1, perMinute);
    double seconds = Math.clamp(left * share, atLeastSeconds, atMostSeconds);
    return Duration.ofMillis((long) (1000 * seconds * (1 - SPREAD + 2 * SPREAD * random)));
  }
}
