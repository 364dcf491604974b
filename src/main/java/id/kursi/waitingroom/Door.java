package id.kursi.waitingroom;

import id.kursi.platform.Problem;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.waitingroom.RoomOutcome.Verdict;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** What a family does at the door: enters, looks, takes its pass, leaves. */
@ApplicationScoped
class Door {
  private static final int SALT = 16;

  private final RoomLedger ledger;
  private final Passes passes;
  private final RoomMeters measured;
  private final SecureRandom random;

  Door(RoomLedger ledger, Passes passes, RoomMeters measured, SecureRandom random) {
    this.ledger = ledger;
    this.passes = passes;
    this.measured = measured;
    this.random = random;
  }

  /**
   * @param isNew whether it was made just now
   */
  record Entered(Entry entry, boolean isNew) {}

  /**
   * The account's entry: a new one, or the one that is there, whatever its id. Where the turn of
   * that one has come and gone, it ends and a new one is made.
   */
  Uni<Entered> enter(Room room, UUID id, Family family) {
    return tryToEnter(room, id, family)
        .chain(
            entered ->
                entered.isNew()
                        || entered.entry().id().equals(id)
                        || entered.entry().ended() != null
                        || !isReached(room, entered.entry())
                    ? Uni.createFrom().item(entered)
                    : admit(room, entered.entry(), family)
                        .chain(
                            outcome ->
                                outcome.verdict() == Verdict.LAPSED
                                    ? tryToEnter(room, id, family)
                                    : Uni.createFrom().item(entered)));
  }

  private Uni<Entered> tryToEnter(Room room, UUID id, Family family) {
    var salt = new byte[SALT];
    random.nextBytes(salt);
    return ledger
        .enter(new Entering(id, room.intakeId(), family, salt))
        .map(
            outcome ->
                switch (outcome.verdict()) {
                  case ENTERED -> new Entered(outcome.entry(), true);
                  case PRESENT -> new Entered(outcome.entry(), false);
                  case ID_IN_USE -> throw new ProblemException(ProblemType.ID_IN_USE);
                  case ACCOUNT_LIMIT -> throw new ProblemException(ProblemType.ACCOUNT_LIMIT);
                  case CLOSED -> throw closed(room);
                  default -> throw new ProblemException(ProblemType.NO_ROOM);
                });
  }

  private static boolean isReached(Room room, Entry entry) {
    var position = room.position(entry.number());
    return position != null && position <= room.serving();
  }

  Uni<Boolean> isIn(Room room, String account) {
    return ledger.own(room.intakeId(), account, null).map(entry -> entry != null);
  }

  Uni<Entry> own(Room room, UUID id, String account) {
    return ledger.own(room.intakeId(), account, id).onItem().ifNull().failWith(Door::unknown);
  }

  /** The entry that lives, or that a seat has ended. An officer's look is kept. */
  Uni<Entry> live(Room room, Family family) {
    return (family.isAssisted()
            ? ledger.lookAt(room.intakeId(), family)
            : ledger.own(room.intakeId(), family.account(), null))
        .onItem()
        .ifNull()
        .failWith(Door::unknown);
  }

  Uni<Entry> leave(Room room, UUID id, Family family) {
    return ledger.leave(room.intakeId(), id, family).onItem().ifNull().failWith(Door::unknown);
  }

  /**
   * @param text to be shown with each claim
   */
  record Given(String text, Pass pass) {}

  /** The pass of the account's entry, once its turn has come; the same turn gives further ones. */
  Uni<Given> pass(Room room, Family family) {
    if (room.wasClosed()) {
      return Uni.createFrom().failure(closed(room));
    }
    return live(room, family)
        .chain(
            entry ->
                isReached(room, entry)
                    ? admit(room, entry, family)
                        .map(outcome -> given(room, family.account(), outcome))
                    : Uni.createFrom().failure(notYet(room, entry)));
  }

  private Uni<RoomOutcome> admit(Room room, Entry entry, Family family) {
    return ledger
        .admit(new Turn(entry.id(), family, room.position(entry.number())))
        .invoke(
            outcome -> {
              if (outcome.verdict() == Verdict.LAPSED) {
                measured.lapsed();
              } else if (outcome.verdict() == Verdict.ADMITTED) {
                measured.given(room, outcome.entry());
              }
            });
  }

  private Given given(Room room, String account, RoomOutcome outcome) {
    return switch (outcome.verdict()) {
      case ADMITTED, AGAIN -> {
        var entry = outcome.entry();
        var pass =
            new Pass(
                account,
                room.intakeId(),
                room.position(entry.number()),
                entry.admittedBy(),
                // A JWT knows whole seconds: what is told is what is signed.
                outcome.expiresAt().truncatedTo(ChronoUnit.SECONDS),
                false);
        yield new Given(passes.give(pass), pass);
      }
      case LAPSED -> throw new ProblemException(ProblemType.TURN_LAPSED);
      case CLOSED -> throw closed(room);
      case NOT_YET -> throw notYet(room, outcome.entry());
      default -> throw unknown();
    };
  }

  private static ProblemException closed(Room room) {
    return new ProblemException(Problem.of(ProblemType.CLOSED).with("closedAt", room.closesAt()));
  }

  private static ProblemException unknown() {
    return new ProblemException(ProblemType.UNKNOWN_ENTRY);
  }

  private static ProblemException notYet(Room room, Entry entry) {
    var position = room.position(entry.number());
    return new ProblemException(
        position == null
            ? Problem.of(ProblemType.NOT_DRAWN_YET).with("opensAt", room.opensAt())
            : Problem.of(ProblemType.NOT_YOUR_TURN)
                .with("position", position)
                .with("serving", room.serving()));
  }
}
