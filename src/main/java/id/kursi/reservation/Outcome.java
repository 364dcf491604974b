package id.kursi.reservation;

import id.kursi.platform.ProblemType;
import java.time.Instant;
import java.util.UUID;

/** What can become of a citizen's command. */
sealed interface Outcome {
  /** Committed just now. */
  record Made(Reservation reservation) implements Outcome {}

  /** The same command was applied before: this is where its reservation stands today. */
  record Present(Reservation reservation) implements Outcome {}

  record NotYetOpen(Instant opensAt, Instant now) implements Outcome {}

  record Closed(Instant closedAt) implements Outcome {}

  record Paused(Snapshot.Intake intake) implements Outcome {}

  /**
   * @param waited whether a place in the reserve list was asked for, and that is full too
   */
  record SlotFull(Snapshot.Slot slot, boolean waited) implements Outcome {}

  /**
   * @param existing the reservation the child has, where it is the account's own; else null
   */
  record AlreadyRegistered(UUID existing) implements Outcome {}

  record Refused(ProblemType why) implements Outcome {}
}
