package id.kursi.reservation;

import id.kursi.platform.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What can become of a citizen's command. */
sealed interface Outcome {
  /** Committed just now. */
  record Made(Reservation reservation) implements Outcome {}

  /** The same command was applied before: this is where its reservation stands today. */
  record Present(Reservation reservation) implements Outcome {}

  /** Nothing was changed. */
  sealed interface Refusal extends Outcome {}

  record NotYetOpen(Instant opensAt, Instant now) implements Refusal {}

  record Closed(Instant closedAt) implements Refusal {}

  /** A waiting room stands before the intake, and the claim came past it. */
  record NotAdmitted(Snapshot.Intake intake) implements Refusal {}

  record Paused(Snapshot.Intake intake) implements Refusal {}

  /**
   * @param waited whether a place in the reserve list was asked for, and that is full too
   */
  record SlotFull(Snapshot.Slot slot, boolean waited) implements Refusal {}

  /**
   * @param existing the reservation the child has, where it is the account's own; else null
   */
  record AlreadyRegistered(UUID existing) implements Refusal {}

  /** This child was claimed for too often of late. */
  record TooOften(Duration again) implements Refusal {}

  record Refused(ProblemType why) implements Refusal {}
}
