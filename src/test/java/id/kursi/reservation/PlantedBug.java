package id.kursi.reservation;

/** Mistakes that were made once, or nearly: each can be put back into the models. */
enum PlantedBug {
  NONE,
  /** After a lost link the rows are read, instead of the identical batch being sent again. */
  SETTLE_BY_READING,
  /** Redis counts pending claims up and down, instead of keeping tokens that lapse. */
  COUNTER_BY_INCR,
  /** The checks see the rows as they were before the lock was had. */
  ONE_STATEMENT,
  /** A freed seat is offered by a transaction of its own. */
  OFFER_OUTSIDE,
  /**
   * No mistake of ours, but what the protocol rests on: a call whose link was lost comes to its
   * lock after its own repetition has been answered.
   */
  LATE_ARRIVAL,
  /** A claim is acknowledged when the doorman was sent word of it, and not when it has it. */
  TOLD_UNHEARD,
  /** A doorman refuses although another instance cannot tell it. */
  UNTOLD_OVERLOOKED;

  /** Whether thousands of seeds come upon it; the others are told as stories. */
  boolean isFoundByChance() {
    return this != NONE && this != TOLD_UNHEARD && this != UNTOLD_OVERLOOKED;
  }
}
