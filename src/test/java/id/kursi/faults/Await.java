package id.kursi.faults;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** Waits for what a server does in its own time, but not for ever. */
final class Await {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
  private static final long PAUSE_MS = 50;

  /** To be refused, by SQL or otherwise, is not yet. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException, SQLException, InterruptedException;
  }

  /**
   * Returns once it holds.
   *
   * @param what for the message of the IOException that ends a wait in vain
   */
  static void until(String what, Condition condition) throws IOException, InterruptedException {
    if (!within(LONG_ENOUGH, condition)) {
      throw new IOException("Waited " + LONG_ENOUGH.toSeconds() + " s in vain until " + what);
    }
  }

  /** False where it does not come to hold in time. */
  static boolean within(Duration time, Condition condition) throws InterruptedException {
    for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
      if (holds(condition)) {
        return true;
      }
      Thread.sleep(PAUSE_MS);
    }
    return false;
  }

  private static boolean holds(Condition condition) throws InterruptedException {
    try {
      return condition.holds();
    } catch (IOException | SQLException notYet) {
      return false;
    }
  }

  private Await() {}
}
