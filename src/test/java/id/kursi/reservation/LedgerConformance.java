package id.kursi.reservation;

import static id.kursi.reservation.LedgerOutcome.Verdict.ACCOUNT_LIMIT;
import static id.kursi.reservation.LedgerOutcome.Verdict.DONE;
import static id.kursi.reservation.LedgerOutcome.Verdict.DUPLICATE;
import static id.kursi.reservation.LedgerOutcome.Verdict.FULL;
import static id.kursi.reservation.LedgerOutcome.Verdict.HELD;
import static id.kursi.reservation.LedgerOutcome.Verdict.HOLD_EXPIRED;
import static id.kursi.reservation.LedgerOutcome.Verdict.ID_IN_USE;
import static id.kursi.reservation.LedgerOutcome.Verdict.NOT_FOUND;
import static id.kursi.reservation.LedgerOutcome.Verdict.REPEAT;
import static id.kursi.reservation.LedgerOutcome.Verdict.WAITING;
import static id.kursi.reservation.LedgerOutcome.Verdict.WRONG_STATE;
import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.reservation.LedgerOutcome.Verdict;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What the ledger's functions do: the same for Postgres and for the model that stands in for it.
 */
abstract class LedgerConformance {
  static final int SEATS_PER_ACCOUNT = 2;
  static final int WAITS_PER_ACCOUNT = 1;
  static final int LINE = 2;

  private final Claims claims = new Claims(UUID.randomUUID().toString());

  abstract LedgerFunctions functions();

  /** Connections of another instance. */
  abstract LedgerFunctions elsewhere();

  /** A slot of the test's intake. */
  abstract long slot(int capacity);

  /** The time of those that are held by now is over. */
  abstract void endHolds();

  abstract <T> T await(Uni<T> answer);

  /** Subscribes to both before it awaits either. */
  abstract <T> List<T> awaitBoth(Uni<T> one, Uni<T> other);

  private List<LedgerOutcome> claim(Claim... batch) {
    return await(functions().claim(List.of(batch)));
  }

  private LedgerOutcome step(Claim claim, Status to) {
    var change = new Change(claim.id(), claim.account(), to, null);
    return await(functions().resolve(List.of(change))).getFirst();
  }

  private static List<Verdict> verdicts(List<LedgerOutcome> outcomes) {
    return outcomes.stream().map(LedgerOutcome::verdict).toList();
  }

  private Status statusOf(Claim claim) {
    return claim(claim).getFirst().reservation().status();
  }

  @Test
  void seatsThenPlacesThenNothing() {
    var slot = slot(1);
    var outcomes =
        claim(
            claims.of(1, slot, false),
            claims.of(2, slot, true),
            claims.of(3, slot, false),
            claims.of(4, slot, true),
            claims.of(5, slot, true));
    assertThat(verdicts(outcomes)).containsExactly(HELD, WAITING, FULL, WAITING, FULL);
    assertThat(outcomes.getFirst().reservation().sequence()).isEqualTo(1);
    assertThat(outcomes.get(3).reservation().waitPosition()).isEqualTo(2);
    var counts = outcomes.getFirst().slot();
    assertThat(List.of(counts.taken(), counts.waiting(), counts.free())).containsExactly(1, 2, 0);
    assertThat(counts.entries()).isEqualTo(3);
  }

  @Test
  void theIdenticalBatchHearsWhatTheFirstHeard() {
    var slot = slot(1);
    var batch = new Claim[] {claims.of(1, slot, false), claims.of(2, slot, true)};
    var first = claim(batch);
    var again = claim(batch);
    assertThat(verdicts(again)).containsExactly(REPEAT, REPEAT);
    assertThat(again.stream().map(LedgerOutcome::reservation))
        .isEqualTo(first.stream().map(LedgerOutcome::reservation).toList());
    assertThat(again.getFirst().slot()).isEqualTo(first.getFirst().slot());
  }

  @Test
  void theIdenticalBatchSentBesideTheFirstAppliesOnce() {
    for (int i = 0; i < 10; i++) {
      var slot = slot(5);
      var batch = List.of(claims.of(100 + i, slot, false), claims.of(200 + i, slot, false));
      var both = awaitBoth(functions().claim(batch), elsewhere().claim(batch));
      assertThat(both.stream().map(LedgerConformance::verdicts))
          .containsExactlyInAnyOrder(List.of(HELD, HELD), List.of(REPEAT, REPEAT));
      assertThat(both.getFirst().get(1).reservation()).isEqualTo(both.get(1).get(1).reservation());
    }
  }

  @Test
  void anIdAChildAndAnAccountHaveTheirLimits() {
    var slot = slot(5);
    var mine = claims.of(1, slot, false);
    claim(mine);
    var otherChild = claims.with(mine.id(), "a1", 2, slot, false);
    var sameChild = claims.with(UUID.randomUUID(), "a1", 1, slot, false);
    var othersChild = claims.with(UUID.randomUUID(), "a9", 1, slot, false);
    assertThat(verdicts(claim(otherChild))).containsExactly(ID_IN_USE);
    assertThat(claim(sameChild).getFirst().reservation().id()).isEqualTo(mine.id());
    assertThat(verdicts(claim(sameChild))).containsExactly(DUPLICATE);
    assertThat(claim(othersChild).getFirst().reservation()).isNull();
    claim(claims.with(UUID.randomUUID(), "a1", 3, slot, false));
    var third = claims.with(UUID.randomUUID(), "a1", 4, slot, false);
    assertThat(verdicts(claim(third))).containsExactly(ACCOUNT_LIMIT);
  }

  @Test
  void aSeatSetFreeIsOfferedBeforeAnybodyCanSeeIt() {
    var slot = slot(1);
    var first = claims.of(1, slot, false);
    var second = claims.of(2, slot, true);
    var third = claims.of(3, slot, true);
    claim(first, second, third);
    var cancelled = step(first, Status.CANCELLED);
    assertThat(cancelled.verdict()).isEqualTo(DONE);
    assertThat(cancelled.slot().taken()).isEqualTo(1);
    assertThat(cancelled.slot().waiting()).isEqualTo(1);
    assertThat(statusOf(second)).isEqualTo(Status.HELD);
    assertThat(claim(third).getFirst().reservation().waitPosition()).isEqualTo(1);
  }

  @Test
  void whoHasASeatElsewhereLosesThePlaceWhenItsTurnComes() {
    var slot = slot(1);
    var first = claims.of(1, slot, false);
    var waiting = claims.with(UUID.randomUUID(), "a2", 2, slot, true);
    var next = claims.of(3, slot, true);
    claim(first, waiting, next);
    claim(claims.with(UUID.randomUUID(), "a2", 2, slot(1), false));
    step(first, Status.CANCELLED);
    assertThat(statusOf(waiting)).isEqualTo(Status.LAPSED);
    assertThat(statusOf(next)).isEqualTo(Status.HELD);
  }

  @Test
  void stepsGoOneWay() {
    var slot = slot(1);
    var mine = claims.of(1, slot, false);
    claim(mine);
    assertThat(step(mine, Status.CONFIRMED).verdict()).isEqualTo(DONE);
    assertThat(step(mine, Status.CONFIRMED).verdict()).isEqualTo(REPEAT);
    assertThat(step(mine, Status.EXPIRED).verdict()).isEqualTo(WRONG_STATE);
    assertThat(step(mine, Status.CANCELLED).verdict()).isEqualTo(DONE);
    assertThat(step(mine, Status.CONFIRMED).verdict()).isEqualTo(WRONG_STATE);
    assertThat(step(claims.of(9, slot, false), Status.CANCELLED).verdict()).isEqualTo(NOT_FOUND);
    assertThat(verdicts(claim(claims.of(2, slot, false)))).containsExactly(HELD);
  }

  @Test
  void aMoveGivesTheOldSeatToTheLine() {
    var slot = slot(1);
    var other = slot(1);
    var mine = claims.of(1, slot, false);
    var waiting = claims.of(2, slot, true);
    claim(mine, waiting);
    var move = claims.move(mine, UUID.randomUUID(), other);
    var moved = await(functions().move(List.of(move))).getFirst();
    assertThat(moved.verdict()).isEqualTo(DONE);
    assertThat(moved.reservation().movedFrom()).isEqualTo(mine.id());
    assertThat(moved.slot().taken()).isEqualTo(1);
    assertThat(statusOf(mine)).isEqualTo(Status.MOVED);
    assertThat(statusOf(waiting)).isEqualTo(Status.HELD);
    assertThat(verdicts(await(functions().move(List.of(move))))).containsExactly(REPEAT);
    var back = claims.move(waiting, UUID.randomUUID(), other);
    assertThat(verdicts(await(functions().move(List.of(back))))).containsExactly(FULL);
  }

  /** Whoever was told that it is over must not be shown a seat that is held. */
  @Test
  void aHoldThatIsOverEndsWithTheMoveThatHearsOfIt() {
    var slot = slot(1);
    var mine = claims.of(1, slot, false);
    var waiting = claims.of(2, slot, true);
    claim(mine, waiting);
    endHolds();
    var move = claims.move(mine, UUID.randomUUID(), slot(1));
    // Looked at before the next tick could end it: as the same call found it.
    var told = await(functions().move(List.of(move))).getFirst();
    assertThat(told.verdict()).isEqualTo(HOLD_EXPIRED);
    assertThat(told.reservation().status()).isEqualTo(Status.EXPIRED);
    assertThat(statusOf(waiting)).isEqualTo(Status.HELD);
  }

  /** Claims of numbered children, of which nothing else in the ledger knows. */
  record Claims(String mark) {
    Claim of(int child, long slot, boolean waits) {
      return with(UUID.randomUUID(), "a" + child, child, slot, waits);
    }

    Claim with(UUID id, String account, int child, long slot, boolean waits) {
      var holder = Arrays.copyOf((child + " " + mark).getBytes(), 32);
      var ask = new Ask(id, 0, slot, Claim.holderKey(holder), waits);
      var print = (account + child + slot + waits).getBytes();
      return new Claim(
          ask,
          account + mark,
          holder,
          print,
          new byte[] {1},
          "receipt " + UUID.randomUUID(),
          null,
          null);
    }

    Move move(Claim from, UUID to, long slot) {
      return new Move(
          from.id(), to, slot, from.account(), ("move" + slot).getBytes(), "receipt " + to);
    }
  }
}
