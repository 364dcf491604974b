package id.kursi.platform;

import java.time.Duration;

/**
 * What a batching room bounds.
 *
 * @param places items in the room at most, those under way among them
 * @param size items of a batch at most
 * @param underWay batches under way at most
 * @param waitAtMost how long an item may wait to be sent; then it is refused as overloaded, with
 *     nothing taken
 * @param answerWithin how long a batch may take before its callers are told that the outcome is
 *     unknown
 * @param backlog newcomers who would wait for longer are refused at once: places bound what the
 *     room holds, this bounds how long it takes, whatever the other side's pace
 */
public record BatchLimits(
    int places,
    int size,
    int underWay,
    Duration waitAtMost,
    Duration answerWithin,
    Duration backlog) {
  public BatchLimits {
    if (places < 1 || size < 1 || underWay < 1) {
      throw new IllegalArgumentException(
          "A batching room needs at least one of each: " + places + ", " + size + ", " + underWay);
    }
  }

  public static BatchLimits of(BatchingConfig config, int size, int underWay) {
    return new BatchLimits(
        config.places(),
        size,
        underWay,
        config.waitAtMost(),
        config.answerWithin(),
        config.backlog());
  }
}
