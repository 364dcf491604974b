package id.kursi.reservation;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the doorman may refuse. Once a call failed nobody knows what Redis holds, and trust comes
 * back only with a whole snapshot that was read after the failure and has been published since.
 */
final class DoormanTrust {
  private final AtomicLong failures = new AtomicLong(1);
  private volatile long trustedAt;

  boolean holds() {
    return trustedAt == failures.get();
  }

  void lose() {
    failures.incrementAndGet();
  }

  /** To be taken before a snapshot is read. */
  long mark() {
    return failures.get();
  }

  /**
   * Trusts again, unless a call failed since the mark.
   *
   * @return whether it did not before
   */
  boolean regain(long mark) {
    boolean anew = trustedAt != mark;
    trustedAt = mark;
    return anew;
  }
}
