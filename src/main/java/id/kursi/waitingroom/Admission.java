package id.kursi.waitingroom;

import java.time.Instant;

/** What the seat path asks of the waiting room. It is answered from memory. */
public interface Admission {
  /**
   * Whether a claim for this intake, before which a room stands, needs a pass. Also while nothing
   * is known of the room yet, as after a start: a pass is good without.
   */
  boolean isNeeded(long intakeId);

  /**
   * The pass of this account for this intake, or null where the text is none.
   *
   * @param text as it came, or null
   * @param now by the ledger's clock
   */
  Pass pass(String text, String account, long intakeId, Instant now);

  /** A claim that was let in by a pass got a seat or a place. */
  void claimed();
}
