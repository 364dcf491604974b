package id.kursi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import id.kursi.faults.Ledger.Row;
import id.kursi.faults.Ledger.Slot;
import id.kursi.faults.Noted.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each check of the audit can fail: notes and rows that agree are doctored, one thing at a time.
 */
class RoundAuditTest {
  private static final Instant MADE = Instant.parse("2026-07-01T01:00:00.123456Z");
  private static final long SLOT = 7;

  private final Notes notes = new Notes();
  private final List<Row> rows = new ArrayList<>();
  private Slot slot = new Slot(SLOT, 2, 2, 1, 2, 3);
  private long children;
  private Noted first;
  private Noted second;
  private Noted waiting;

  /** Two seats of two are taken, the second sent after the first was told, and one waits. */
  @BeforeEach
  void sound() {
    first = noted(100);
    tell(first, "R1", 1L, Status.HELD, 150);
    second = noted(200);
    tell(second, "R2", 2L, Status.HELD, 250);
    waiting = noted(300);
    tell(waiting, "R3", null, Status.WAITING, 350);
    rows.add(row(first, "R1", 1L, Status.HELD));
    rows.add(row(second, "R2", 2L, Status.HELD));
    rows.add(row(waiting, "R3", null, Status.WAITING));
  }

  private Noted noted(long sentAt) {
    return noted(sentAt, ++children);
  }

  private Noted noted(long sentAt, long child) {
    return notes.tried(new Noted(new Claim(Claim.uuid7(), "a", SLOT, child, true), sentAt));
  }

  private static void tell(Noted noted, String receipt, Long seq, Status status, long at) {
    noted.told(new Told(SLOT, receipt, MADE, seq, status), noted.sentAt, at);
  }

  private static Row row(Noted noted, String receipt, Long seq, Status status) {
    return new Row(noted.id, SLOT, "a", "child " + noted.id, receipt, status, seq, MADE, false);
  }

  /** What is found, without the counts of nothing. */
  private Map<Breach, Long> found() {
    return found(0);
  }

  private Map<Breach, Long> found(int atLeast) {
    return some(RoundAudit.of(notes, ledger(), atLeast));
  }

  private Ledger ledger() {
    return new Ledger(List.copyOf(rows), List.of(slot), "");
  }

  private static Map<Breach, Long> some(Map<Breach, Long> found) {
    return found.entrySet().stream()
        .filter(one -> one.getValue() != 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Test
  void whatAgreesIsClean() {
    assertThat(found()).isEmpty();
  }

  @Test
  void anAcknowledgedReservationThatIsNotThereIsMissing() {
    rows.removeFirst();
    slot = new Slot(SLOT, 2, 1, 0, 2, 2);
    assertThat(found()).containsEntry(Breach.MISSING, 1L);
  }

  @Test
  void aStepThatWasAcknowledgedMustBeDone() {
    first.asks(Status.CONFIRMED);
    tell(first, "R1", 1L, Status.CONFIRMED, 400);
    assertThat(found()).containsOnly(Map.entry(Breach.UNDONE, 1L));
  }

  @Test
  void aStepThatNobodyAskedForIsABreach() {
    rows.set(0, row(first, "R1", 1L, Status.CANCELLED));
    slot = new Slot(SLOT, 1, 1, 1, 2, 3);
    assertThat(found()).containsOnly(Map.entry(Breach.UNDONE, 1L));
    first.asks(Status.CANCELLED);
    assertThat(found()).isEmpty();
  }

  @Test
  void aReservationThatNobodyAskedForIsABreach() {
    var stranger = new Noted(Claim.of("a", SLOT, 99, true), 0);
    rows.add(row(stranger, "R4", null, Status.CANCELLED));
    slot = new Slot(SLOT, 2, 2, 1, 2, 4);
    assertThat(found()).containsOnly(Map.entry(Breach.UNKNOWN, 1L));
  }

  @Test
  void moreSeatsThanTheCapacityAreOversold() {
    slot = new Slot(SLOT, 1, 2, 1, 2, 3);
    assertThat(found()).containsOnly(Map.entry(Breach.OVERSOLD, 1L));
  }

  @Test
  void seatsThatOnlyTheRowsShowAreOversoldToo() {
    slot = new Slot(SLOT, 1, 1, 1, 2, 3);
    assertThat(found()).containsEntry(Breach.OVERSOLD, 1L).containsEntry(Breach.MISCOUNTED, 1L);
  }

  @Test
  void aChildWithTwoLiveSeatsIsDoubled() {
    rows.set(1, withHolder(rows.get(1), rows.getFirst().holder()));
    assertThat(found()).containsOnly(Map.entry(Breach.DOUBLED, 1L));
  }

  @Test
  void aChildWithTwoPlacesInAListIsDoubled() {
    var again = noted(400);
    rows.add(withHolder(row(again, "R4", null, Status.WAITING), rows.getLast().holder()));
    slot = new Slot(SLOT, 2, 2, 2, 2, 4);
    assertThat(found()).containsOnly(Map.entry(Breach.DOUBLED, 1L));
  }

  private static Row withHolder(Row row, String holder) {
    return new Row(
        row.id(),
        row.slot(),
        row.account(),
        holder,
        row.receipt(),
        row.status(),
        row.seq(),
        row.createdAt(),
        row.overdue());
  }

  @Test
  void seatsThatAreFreeWhileSomebodyWaitsAreStranded() {
    slot = new Slot(SLOT, 5, 2, 1, 2, 3);
    assertThat(found()).containsOnly(Map.entry(Breach.STRANDED, 3L));
  }

  @Test
  void aHoldThatEndedAndIsNotGivenOnIsStranded() {
    var late = rows.getFirst();
    rows.set(
        0,
        new Row(
            late.id(), SLOT, "a", late.holder(), "R1", Status.HELD, 1L, late.createdAt(), true));
    assertThat(found()).containsOnly(Map.entry(Breach.STRANDED, 1L));
  }

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
  void aRoundInWhichTooLittleWasAcknowledgedShowsNothing() {
    assertThat(found(4)).containsOnly(Map.entry(Breach.IDLE, 1L));
  }

  @Test
  void aSeatSoldTwiceForAMomentIsCountedThoughItIsGoneAtTheEnd() {
    var found = new EnumMap<Breach, Long>(Breach.class);
    var sound = ledger();
    rows.set(1, withHolder(rows.get(1), rows.getFirst().holder()));
    slot = new Slot(SLOT, 1, 2, 1, 2, 4);
    RoundAudit.worst(found, RoundAudit.ofAnyMoment(ledger()));
    rows.set(1, sound.rows().get(1));
    slot = sound.slots().getFirst();
    RoundAudit.worst(found, RoundAudit.ofAnyMoment(ledger()));
    RoundAudit.worst(found, RoundAudit.of(notes, ledger(), 0));
    assertThat(some(found))
        .containsOnly(
            Map.entry(Breach.OVERSOLD, 1L),
            Map.entry(Breach.DOUBLED, 1L),
            Map.entry(Breach.MISCOUNTED, 1L));
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

  @Test
  void whoeverWasSentAfterANumberWasToldHasAHigherOne() {
    rows.set(0, row(first, "R1", 2L, Status.HELD));
    rows.set(1, row(second, "R2", 1L, Status.HELD));
    assertThat(found())
        .containsOnly(Map.entry(Breach.OUT_OF_ORDER, 1L), Map.entry(Breach.ALTERED, 2L));
  }

  @Test
  void ofTwoUnderWayTogetherEitherMayComeFirst() {
    var third = noted(240);
    tell(third, "R4", 1L, Status.HELD, 260);
    var fourth = noted(245);
    tell(fourth, "R5", 2L, Status.HELD, 255);
    rows.clear();
    notes.all().removeIf(noted -> noted != third && noted != fourth);
    rows.add(row(third, "R4", 1L, Status.HELD));
    rows.add(row(fourth, "R5", 2L, Status.HELD));
    slot = new Slot(SLOT, 2, 2, 0, 2, 2);
    assertThat(found()).isEmpty();
  }

  @Test
  void anotherReceiptOrAccountInTheLedgerIsAltered() {
    rows.set(0, row(first, "R9", 1L, Status.HELD));
    var other = rows.get(1);
    rows.set(
        1,
        new Row(
            other.id(),
            SLOT,
            "b",
            other.holder(),
            "R2",
            Status.HELD,
            2L,
            other.createdAt(),
            false));
    assertThat(found()).containsOnly(Map.entry(Breach.ALTERED, 2L));
  }

  @Test
  void aSlotWhoseCountsAreNotItsRowsIsMiscounted() {
    for (var wrong :
        List.of(
            new Slot(SLOT, 2, 1, 1, 2, 3),
            new Slot(SLOT, 2, 2, 0, 2, 3),
            new Slot(SLOT, 2, 2, 1, 3, 3),
            new Slot(SLOT, 2, 2, 1, 2, 4))) {
      slot = wrong;
      assertThat(found()).as(wrong.toString()).containsEntry(Breach.MISCOUNTED, 1L);
    }
  }

  @Test
  void answersThatAreMissingOrUnforeseenAreCounted() {
    notes.add(new Note.Unanswered());
    notes.add(
        Note.Unforeseen.of(
            "claim", new Client.Answer(404, JsonNodeFactory.instance.objectNode(), 0, 0, 0)));
    assertThat(found())
        .containsOnly(Map.entry(Breach.UNANSWERED, 1L), Map.entry(Breach.UNFORESEEN, 1L));
  }
}
