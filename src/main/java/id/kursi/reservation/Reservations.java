package id.kursi.reservation;

import id.kursi.platform.Act;
import id.kursi.platform.Crockford;
import id.kursi.platform.NaturalBatch;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Seals;
import id.kursi.reservation.Snapshot.Allocation;
import id.kursi.reservation.Snapshot.Intake;
import id.kursi.reservation.Snapshot.Slot;
import id.kursi.waitingroom.Admission;
import id.kursi.waitingroom.Pass;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/**
 * The seat path: reserve, confirm, cancel, move. All of its branching is here, read top to bottom.
 */
@ApplicationScoped
class Reservations {
  private final Snapshots snapshots;
  private final Admission admission;
  private final SeatCounter counter;
  private final Ledger ledger;
  private final RateLimits limits;
  private final Seals seals;
  private final SecureRandom random;
  private final ClaimMeters measured;

  Reservations(
      Snapshots snapshots,
      Admission admission,
      SeatCounter counter,
      Ledger ledger,
      RateLimits limits,
      Seals seals,
      SecureRandom random,
      ClaimMeters measured) {
    this.snapshots = snapshots;
    this.admission = admission;
    this.counter = counter;
    this.ledger = ledger;
    this.limits = limits;
    this.seals = seals;
    this.random = random;
    this.measured = measured;
  }

  /**
   * A claim: the intake's snapshot, the waiting room's pass, a place in the room, the doorman, the
   * ledger. Nothing is taken before the ledger.
   */
  Uni<Outcome> reserve(Registration wanted) {
    var id = wanted.id();
    var slotId = wanted.slotId();
    var slot = snapshots.current().slots().get(slotId);
    if (slot == null) {
      return refusedClaim(
          snapshots.isLoaded() ? ProblemType.UNKNOWN_SLOT : ProblemType.UNAVAILABLE);
    }
    var intake = snapshots.current().byId().get(slot.intakeId());
    // Where nobody has a reservation yet there is nothing to repeat, and the ledger need not be
    // asked.
    if (intake.entries() == 0 && snapshots.now().isBefore(intake.opensAt())) {
      measured.notYetOpen();
      return Uni.createFrom().item(new Outcome.NotYetOpen(intake.opensAt(), snapshots.now()));
    }
    Pass pass = null;
    if (intake.waitingRoom() && admission.isNeeded(intake.id())) {
      pass = admission.pass(wanted.pass(), wanted.account(), intake.id(), now());
      if (pass == null) {
        measured.refused(ProblemType.NOT_ADMITTED);
        return Uni.createFrom().item(new Outcome.NotAdmitted(intake));
      }
    }
    // With a pass that has ended only the ledger can tell whether it is a repeat, which it answers.
    var admitted = pass == null || pass.expired() ? null : pass;
    var place = ledger.takePlace(id, wanted.account());
    if (place == null) {
      return refusedClaim(ProblemType.OVERLOADED);
    }
    return place.orGiveBack(() -> decide(wanted, slot, intake, admitted, place));
  }

  /** With a place in the room. */
  private Uni<Outcome> decide(
      Registration wanted,
      Slot slot,
      Intake intake,
      Pass admitted,
      NaturalBatch<Claim, LedgerOutcome>.Place place) {
    var id = wanted.id();
    var waits = wanted.waits();
    var holder = Child.holder(seals, wanted.child().nik());
    var spent = limits.ofChild(Claim.holderKey(holder));
    if (spent.isRefused()) {
      place.giveBack();
      measured.refused(ProblemType.TOO_MANY_REQUESTS);
      return Uni.createFrom().item(new Outcome.TooOften(spent.again()));
    }
    var ask = new Ask(id, intake.id(), slot.id(), Claim.holderKey(holder), waits);
    // Without a doorman, and where the doorman may not have heard of this id yet, the ledger
    // decides at once. So it does for the desk, whose refusals are signed: the doorman also refuses
    // for the sake of claims that may yet take nothing.
    var asked =
        intake.allocation() == Allocation.RANKED || ledger.hasTwin(id) || wanted.by() != null
            ? Uni.createFrom().item(SeatCounter.Answer.PASS)
            : counter.ask(ask);
    return asked
        .onFailure()
        .recoverWithItem(SeatCounter.Answer.PASS)
        .onCancellation()
        .invoke(place::giveBack)
        .chain(
            answer -> {
              // A twin that came meanwhile may be given the seat: then this one waits behind it and
              // hears the same.
              if (answer == SeatCounter.Answer.FULL && !ledger.hasTwin(id)) {
                place.giveBack();
                measured.full();
                return Uni.createFrom().item(full(intake, slot, waits));
              }
              return ledger
                  .claim(place, () -> claim(ask, wanted, holder, admitted))
                  .invoke(outcome -> count(outcome, admitted))
                  .onFailure()
                  .invoke(measured::failed)
                  .map(outcome -> outcome(outcome, intake, slot, waits));
            });
  }

  private void count(LedgerOutcome outcome, Pass admitted) {
    measured.decided(outcome);
    if (admitted != null && outcome.isNew()) {
      admission.claimed();
    }
  }

  /**
   * A claim that the doorman refused is no repeat: of two reasons it hears the one that the ledger
   * would have named.
   */
  private Outcome full(Intake intake, Slot slot, boolean waits) {
    return switch (intake.state(now())) {
      case PAUSED -> new Outcome.Paused(intake);
      case CLOSED -> new Outcome.Closed(intake.closesAt());
      case OPEN, SCHEDULED -> new Outcome.SlotFull(slot, waits);
    };
  }

  /** Sealed only now: a refusal by the doorman needs none of it. */
  private Claim claim(Ask ask, Registration wanted, byte[] holder, Pass pass) {
    var child = wanted.child();
    var print =
        seals.hash(
            "claim",
            wanted.account(),
            Long.toString(ask.slotId()),
            Boolean.toString(ask.waits()),
            child.nik(),
            child.name(),
            child.birthDate().toString(),
            child.guardianName(),
            child.guardianPhone());
    var sealed = seals.seal(child.json(), holder);
    var receipt = Crockford.code(random);
    return new Claim(ask, wanted.account(), holder, print, sealed, receipt, wanted.by(), pass);
  }

  /** Confirms or cancels: a repeat changes nothing and answers what is. */
  Uni<Outcome> change(UUID id, String account, Status to) {
    return change(new Change(id, account, to, null));
  }

  /** An officer confirms or gives up somebody's seat or place; who and why is written with it. */
  Uni<Outcome> change(UUID id, Status to, Act by) {
    return change(new Change(id, null, to, by));
  }

  private Uni<Outcome> change(Change change) {
    return ledger.change(change).map(outcome -> outcome(outcome, null, null, false));
  }

  /** Moves a seat to another slot of its intake: the first is kept unless the second is sure. */
  Uni<Outcome> move(UUID from, UUID to, String account, long slotId) {
    var slot = snapshots.current().slots().get(slotId);
    if (slot == null) {
      return refused(snapshots.isLoaded() ? ProblemType.UNKNOWN_SLOT : ProblemType.UNAVAILABLE);
    }
    var intake = snapshots.current().byId().get(slot.intakeId());
    var print = seals.hash("move", account, from.toString(), Long.toString(slotId));
    return ledger
        .move(new Move(from, to, slotId, account, print, Crockford.code(random)))
        .map(outcome -> outcome(outcome, intake, slot, false));
  }

  private Outcome outcome(LedgerOutcome decided, Intake intake, Slot slot, boolean waits) {
    return switch (decided.verdict()) {
      case HELD, WAITING -> new Outcome.Made(decided.reservation());
      // A step changes what was there; a move makes something new.
      case DONE ->
          intake == null
              ? new Outcome.Present(decided.reservation())
              : new Outcome.Made(decided.reservation());
      case REPEAT -> new Outcome.Present(decided.reservation());
      case NOT_OPEN -> new Outcome.NotYetOpen(intake.opensAt(), now());
      case CLOSED -> new Outcome.Closed(intake.closesAt());
      case PAUSED -> new Outcome.Paused(intake);
      case NOT_ADMITTED -> new Outcome.NotAdmitted(intake);
      case FULL -> new Outcome.SlotFull(slot, waits);
      case DUPLICATE ->
          new Outcome.AlreadyRegistered(
              decided.reservation() == null ? null : decided.reservation().id());
      case ID_IN_USE -> new Outcome.Refused(ProblemType.ID_IN_USE);
      case UNKNOWN_SLOT -> new Outcome.Refused(ProblemType.UNKNOWN_SLOT);
      case NOT_ON_ROSTER -> new Outcome.Refused(ProblemType.NOT_ON_ROSTER);
      case ACCOUNT_LIMIT -> new Outcome.Refused(ProblemType.ACCOUNT_LIMIT);
      case NOT_FOUND -> new Outcome.Refused(ProblemType.UNKNOWN_RESERVATION);
      case HOLD_EXPIRED -> new Outcome.Refused(ProblemType.HOLD_EXPIRED);
      case WRONG_STATE -> new Outcome.Refused(ProblemType.WRONG_STATE);
      case SAME_SLOT -> new Outcome.Refused(ProblemType.SAME_SLOT);
    };
  }

  private Instant now() {
    return snapshots.now();
  }

  private Uni<Outcome> refusedClaim(ProblemType why) {
    measured.refused(why);
    return refused(why);
  }

  private static Uni<Outcome> refused(ProblemType why) {
    return Uni.createFrom().item(new Outcome.Refused(why));
  }
}
