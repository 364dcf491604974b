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
  LATE_ARRIVAL
}
