package id.kursi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import id.kursi.faults.Ledger.Row;
import id.kursi.faults.Ledger.Slot;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Each check of the audit can fail: notes and rows that agree are doctored, one thing at a time.
 */
class RoundAuditTest extends SoundRound {
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
