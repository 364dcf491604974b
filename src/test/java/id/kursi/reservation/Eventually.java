package id.kursi.reservation;

/**
 * Waits for what another instance's tick or a deadline brings about; fails with the last failure
 * when it does not come.
 */
final class Eventually {
  private static final long WITHIN_MS = 10_000;

  interface Assertion {
    void run() throws Exception;
  }

  static void eventually(Assertion assertion) {
    long end = System.currentTimeMillis() + WITHIN_MS;
    while (true) {
      try {
        assertion.run();
        return;
      } catch (AssertionError notYet) {
        if (System.currentTimeMillis() > end) {
          throw notYet;
        }
        after(50);
      } catch (Exception broken) {
        throw new IllegalStateException(broken);
      }
    }
  }

  static void after(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private Eventually() {}
}
