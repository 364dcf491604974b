package id.kursi.reservation;

import id.kursi.platform.Ticker;
import java.time.Duration;
import java.time.Instant;

/** The time of a simulated run, the same for all: it passes when a timer fires, or by chance. */
final class ModelTime implements Ticker {
  static final Instant START = Instant.parse("2026-06-15T01:00:00Z");

  private long nanos;

  /** No two moments are the same. */
  @Override
  public long nanos() {
    return ++nanos;
  }

  Instant now() {
    return START.plusNanos(nanos);
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** What was to come after a while has come. */
  void reach(long due) {
    nanos = Math.max(nanos, due);
  }
}
