package id.kursi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.faults.Ledger.Slot;
import id.kursi.faults.Noted.Told;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients were told, doctored, one thing at a time: answers that change, and refusals. */
class AnswersAuditTest extends SoundRound {
  @Test
  void anotherReceiptSlotMomentOrNumberIsAChangedAnswer() {
    tell(first, "R9", 1L, Status.HELD, 400);
    tell(first, "R1", 9L, Status.HELD, 400);
    first.told(new Told(SLOT + 1, "R1", MADE, 1L, Status.HELD), 380, 400);
    first.told(new Told(SLOT, "R1", MADE.plusNanos(1_000), 1L, Status.HELD), 380, 400);
    assertThat(found()).containsOnly(Map.entry(Breach.CHANGED, 4L));
  }

  @Test
  void aRefusalOfWhatWasAcknowledgedIsAChangedAnswer() {
    // Asked before it was told of.
    refuse(first, null, "overtaken", 140);
    assertThat(found()).isEmpty();
    refuse(first, null, "overtaken", 160);
    assertThat(found()).containsOnly(Map.entry(Breach.CHANGED, 1L));
  }

  /** Heard after ten seconds, when any hold has ended. */
  private static void refuse(Noted noted, Status step, String problem, long sentAt) {
    noted.refused(new Note.Refused(noted.id, step, problem, sentAt, 10_000_000_000L));
  }

  @Test
  void aStepThatWasAcknowledgedIsNotRefusedLater() {
    first.asks(Status.CONFIRMED);
    tell(first, "R1", 1L, Status.CONFIRMED, 400);
    rows.set(0, row(first, "R1", 1L, Status.CONFIRMED));
    // Asked before it was told of.
    refuse(first, Status.CONFIRMED, "wrong-state", 390);
    assertThat(found()).isEmpty();
    refuse(first, Status.CONFIRMED, "wrong-state", 410);
    refuse(first, Status.CONFIRMED, "hold-expired", 410);
    // Of a seat that is confirmed nothing has ended by itself.
    first.asks(Status.CANCELLED);
    refuse(first, Status.CANCELLED, "wrong-state", 420);
    assertThat(found()).containsOnly(Map.entry(Breach.CHANGED, 3L));
  }

  @Test
  void aHoldThatHasEndedRefusesEachStep() {
    first.asks(Status.CONFIRMED);
    refuse(first, Status.CONFIRMED, "hold-expired", 400);
    first.asks(Status.MOVED);
    refuse(first, Status.MOVED, "wrong-state", 500);
    rows.set(0, row(first, "R1", 1L, Status.EXPIRED));
    slot = new Slot(SLOT, 1, 1, 1, 2, 3);
    assertThat(found()).isEmpty();
    // What was told to have ended is not there again.
    rows.set(0, row(first, "R1", 1L, Status.CONFIRMED));
    slot = new Slot(SLOT, 2, 2, 1, 2, 3);
    assertThat(found()).containsOnly(Map.entry(Breach.UNDONE, 1L));
  }

  @Test
  void aHoldDoesNotEndBeforeItsTime() {
    first.refused(
        new Note.Refused(first.id, Status.CONFIRMED, "hold-expired", 400, 3_000_000_000L));
    rows.set(0, row(first, "R1", 1L, Status.EXPIRED));
    slot = new Slot(SLOT, 1, 1, 1, 2, 3);
    assertThat(found()).containsOnly(Map.entry(Breach.UNFOUNDED, 1L));
  }

  @Test
  void aSlotIsFullOnceAsManyOthersWereTriedAsItHasSeats() {
    var refused = noted(320);
    refuse(refused, null, "slot-full", 320);
    assertThat(found()).isEmpty();
    slot = new Slot(SLOT, 4, 2, 0, 2, 3);
    assertThat(found()).containsEntry(Breach.UNFOUNDED, 1L);
  }

  @Test
  void onlyAChildThatWasClaimedForTwiceIsRegisteredAlready() {
    var refused = noted(320);
    refuse(refused, null, "already-registered", 320);
    assertThat(found()).containsOnly(Map.entry(Breach.UNFOUNDED, 1L));
    noted(310, children);
    assertThat(found()).isEmpty();
  }

  @Test
  void anAccountIsAtItsLimitOnceSoManyOfItsClaimsAreInTheLedger() {
    var refused = noted(320);
    refuse(refused, null, "account-limit", 320);
    assertThat(found()).containsOnly(Map.entry(Breach.UNFOUNDED, 1L));
    for (int i = rows.size(); i < TestIntake.PER_ACCOUNT; i++) {
      rows.add(row(noted(310), "R", null, Status.CANCELLED));
    }
    slot = new Slot(SLOT, 2, 2, 1, 2, TestIntake.PER_ACCOUNT);
    assertThat(found()).isEmpty();
  }

  @Test
  void aStatusThatGoesBackIsAChangedAnswer() {
    first.asks(Status.CONFIRMED);
    first.told(new Told(SLOT, "R1", MADE, 1L, Status.CONFIRMED), 390, 400);
    rows.set(0, row(first, "R1", 1L, Status.CONFIRMED));
    // This one was asked before the confirmation was told, and only came late.
    first.told(new Told(SLOT, "R1", MADE, 1L, Status.HELD), 395, 410);
    assertThat(found()).isEmpty();
    first.told(new Told(SLOT, "R1", MADE, 1L, Status.HELD), 420, 430);
    assertThat(found()).containsOnly(Map.entry(Breach.CHANGED, 1L));
  }
}
