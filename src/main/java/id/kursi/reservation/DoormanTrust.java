package id.kursi.reservation;

import id.kursi.platform.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the doorman may refuse. Once a call failed nobody knows what Redis holds, and the doorman
 * is whole again only with a snapshot that was read after the failure and has been published since.
 * And whole or not, it may refuse only for a while after such a reading found that everybody tells
 * it: this lease is what an instance waits for that cannot ({@link Untold}).
 */
@ApplicationScoped
class DoormanTrust {
  /** From the beginning of the reading. Longer than a tick and its publishing mostly take. */
  static final Duration LEASE = Duration.ofMillis(1_500);

  /**
   * @param failures so many had been before
   * @param at by the ticker
   */
  record Mark(long failures, long at) {}

  private final Ticker ticker;
  private final AtomicLong failures = new AtomicLong(1);
  private volatile long wholeAt;
  private volatile long leasedAt;

  DoormanTrust(Ticker ticker) {
    this.ticker = ticker;
    leasedAt = ticker.nanos() - LEASE.toNanos();
  }

  boolean holds() {
    return isWhole() && ticker.nanos() - leasedAt < LEASE.toNanos();
  }

  /** Whether all was told that this instance knows. */
  boolean isWhole() {
    return wholeAt == failures.get();
  }

  void lose() {
    failures.incrementAndGet();
  }

  /** To be taken before a snapshot is read. */
  Mark mark() {
    return new Mark(failures.get(), ticker.nanos());
  }

  /**
   * A snapshot has been published: trusts again, unless a call failed since the mark.
   *
   * @param everybodyTells as the snapshot found; if not, no lease comes of it
   * @return whether the doorman was not whole before
   */
  boolean regain(Mark mark, boolean everybodyTells) {
    boolean anew = wholeAt != mark.failures();
    if (everybodyTells) {
      leasedAt = mark.at();
    }
    wholeAt = mark.failures();
    return anew;
  }
}
