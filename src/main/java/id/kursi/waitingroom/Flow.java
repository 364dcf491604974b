package id.kursi.waitingroom;

import java.time.Duration;

/**
 * How the way behind the door does, as this instance sees it. Told by whoever owns that way: the
 * room knows nothing of seats.
 */
public interface Flow {
  /**
   * @param inHand the share of the places for claims that are taken, 0 to 1
   * @param batch how long a batch of claims takes of late
   * @param refused claims refused as too many since the service started
   */
  record Health(double inHand, Duration batch, long refused) {}

  /**
   * What is left of an intake.
   *
   * @param free seats that anybody may claim
   * @param reserve places in its reserve lists
   * @param bounded false where all may register, for selection fills the seats later, and while
   *     nothing is known of the seats: nobody is told that they are gone by mistake
   */
  record Left(long free, long reserve, boolean bounded) {}

  Health health();

  Left left(long intakeId);
}
