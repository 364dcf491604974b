package id.kursi.reservation;

import static id.kursi.reservation.SimChecks.require;

import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The citizens of a run, what they asked for and what they were told. An answer may be lost on its
 * way; a citizen may press again at any time, and through any instance.
 */
final class SimCitizens {
  /** One id: a claim, or a move that makes it. */
  static final class Wish {
    final UUID id;
    final Registration claim;

    /** What was told of it first. */
    Reservation told;

    /** The last step of it that was acknowledged. */
    Status stepped;

    private int asked;
    private int refused;

    private Wish(UUID id, Registration claim) {
      this.id = id;
      this.claim = claim;
    }

    /** Each time it was asked for, the answer was heard, and was that nothing was taken. */
    boolean isRefused() {
      return asked == refused;
    }

    @Override
    public String toString() {
      return ModelFunctions.tail(id);
    }
  }

  private static final int END = 5_000;
  private static final long VERSION_7 = 0x0198_0000_0000_7000L;

  final List<Wish> wishes = new ArrayList<>();
  private final Steps steps;
  private final double answersLost;
  private final Map<String, Integer> answers = new TreeMap<>();

  SimCitizens(Steps steps, double answersLost) {
    this.steps = steps;
    this.answersLost = answersLost;
  }

  static String nik(int child) {
    return "32730101011%05d".formatted(child);
  }

  Wish wish(int child, String account, long slot, boolean waits) {
    var id = new UUID(VERSION_7, wishes.size() + 1);
    var person = new Child(nik(child), "Anak", LocalDate.of(2013, 1, 1), "Ibu", "081200000000");
    var wish = new Wish(id, new Registration(id, account, slot, waits, person, null, null));
    wishes.add(wish);
    return wish;
  }

  void claim(Wish wish, SimInstance through) {
    steps.note(
        "%s of %s for child %s claims slot %s%s through %s",
        wish,
        wish.claim.account(),
        wish.claim.child().nik().substring(15),
        wish.claim.slotId(),
        wish.claim.waits() ? " or a place" : "",
        through.name);
    boolean accepted = wish.told != null;
    wish.asked++;
    listen(
        wish,
        through.reservations.reserve(wish.claim),
        outcome -> {
          require(
              !accepted || !(outcome instanceof Outcome.SlotFull),
              "%s is a repeat and was told full",
              wish);
          hear(wish, outcome);
        },
        () -> wish.refused++);
  }

  /** What is answered when nothing else is going on: an outcome, or what failed. */
  Object ask(Wish wish, SimInstance through) {
    var answer = begin(wish, through);
    steps.drain(END);
    return answer.get();
  }

  /** Asks and does not wait: the answer comes to stand there. */
  AtomicReference<Object> begin(Wish wish, SimInstance through) {
    var answer = new AtomicReference<Object>();
    wish.asked++;
    through.reservations.reserve(wish.claim).subscribe().with(answer::set, answer::set);
    return answer;
  }

  /** How often each kind of answer was given. */
  Map<String, Integer> answers() {
    return answers;
  }

  /** Whoever was refused and has not asked again must not be given a seat any more. */
  void landed(UUID id) {
    require(
        wishes.stream().noneMatch(wish -> wish.id.equals(id) && wish.isRefused()),
        "%s was told that nothing was taken, and then it was",
        ModelFunctions.tail(id));
  }

  void step(Wish wish, Status to, SimInstance through) {
    steps.note("%s is to be %s through %s", wish, to, through.name);
    listen(
        wish,
        through.reservations.change(wish.id, wish.claim.account(), to),
        outcome -> {
          if (outcome instanceof Outcome.Present present) {
            wish.stepped = later(wish.stepped, present.reservation().status());
          }
        },
        () -> {});
  }

  private static Status later(Status one, Status other) {
    return one == Status.CANCELLED ? one : other;
  }

  void move(Wish from, long slot, SimInstance through) {
    var claim = from.claim;
    var to =
        new Wish(
            new UUID(VERSION_7, wishes.size() + 1),
            new Registration(null, claim.account(), slot, false, claim.child(), null, null));
    wishes.add(to);
    steps.note("%s is to move to slot %s as %s through %s", from, slot, to, through.name);
    to.asked++;
    listen(
        to,
        through.reservations.move(from.id, to.id, claim.account(), slot),
        outcome -> hear(to, outcome),
        () -> to.refused++);
  }

  private void listen(
      Wish wish, Uni<Outcome> answer, Consumer<Outcome> heard, Runnable nothingTaken) {
    answer
        .subscribe()
        .with(
            outcome -> {
              answers.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
              boolean lost = steps.chance(answersLost);
              steps.note("%s %s %s", wish, lost ? "does not hear" : "hears", outcome);
              if (!lost) {
                steps.check(() -> heard.accept(outcome));
              }
            },
            failure -> {
              steps.note("%s fails: %s", wish, failure);
              answers.merge(String.valueOf(failure.getMessage()), 1, Integer::sum);
              steps.check(
                  () ->
                      require(failure instanceof ProblemException, "%s broke: %s", wish, failure));
              if (!isUnknown(failure)) {
                nothingTaken.run();
              }
            });
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof ProblemException known
        && known.problem().problemType() == ProblemType.OUTCOME_UNKNOWN;
  }

  private static void hear(Wish wish, Outcome outcome) {
    switch (outcome) {
      case Outcome.Made made -> told(wish, made.reservation());
      case Outcome.Present present -> told(wish, present.reservation());
      case Outcome.Refusal refusal -> wish.refused++;
    }
  }

  private static void told(Wish wish, Reservation told) {
    require(told.id().equals(wish.id), "%s was told of %s", wish, told);
    require(told.slotId() == wish.claim.slotId(), "%s was told of another slot: %s", wish, told);
    require(
        wish.told == null || isSame(wish.told, told),
        "%s was told %s and then %s",
        wish,
        wish.told,
        told);
    if (wish.told == null || wish.told.sequence() == null) {
      wish.told = told;
    }
  }

  /**
   * The receipt and the number stay, once given; the status moves on. Of two answers the one that
   * was heard later may be the older.
   */
  static boolean isSame(Reservation one, Reservation other) {
    return one.receipt().equals(other.receipt())
        && (one.sequence() == null
            || other.sequence() == null
            || one.sequence().equals(other.sequence()));
  }
}
