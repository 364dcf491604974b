package id.kursi.platform;

/**
 * For spans of time: nanoseconds since no moment in particular, which no clock's correction moves.
 */
@FunctionalInterface
public interface Ticker {
  long nanos();
}
