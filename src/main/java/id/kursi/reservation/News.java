package id.kursi.reservation;

import id.kursi.reservation.DoormanScripts.Known;
import id.kursi.reservation.DoormanScripts.Settled;
import id.kursi.reservation.LedgerOutcome.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the doorman is told of one intake after a batch of the ledger.
 *
 * @param slots their latest counts, each slot once
 * @param settled claims that are decided
 */
record News(long intake, Collection<SlotCounts> slots, List<Settled> settled) {
  boolean isEmpty() {
    return slots.isEmpty() && settled.isEmpty();
  }

  static List<News> ofClaims(List<Claim> batch, List<LedgerOutcome> outcomes) {
    var slots = new LinkedHashMap<Long, Map<Long, SlotCounts>>();
    var settled = new LinkedHashMap<Long, List<Settled>>();
    for (int i = 0; i < batch.size(); i++) {
      var ask = batch.get(i).ask();
      var outcome = outcomes.get(i);
      if (outcome.slot() != null) {
        slots
            .computeIfAbsent(ask.intakeId(), intake -> new LinkedHashMap<>())
            .merge(ask.slotId(), outcome.slot(), News::later);
        settled
            .computeIfAbsent(ask.intakeId(), intake -> new ArrayList<>())
            .add(new Settled(ask.slotId(), Known.of(ask), outcome.isNew()));
      }
    }
    return slots.entrySet().stream()
        .map(
            intake ->
                new News(intake.getKey(), intake.getValue().values(), settled.get(intake.getKey())))
        .toList();
  }

  static List<News> ofNothingTaken(List<Claim> batch) {
    return byIntake(batch, claim -> claim.ask().intakeId()).entrySet().stream()
        .map(
            intake ->
                new News(
                    intake.getKey(),
                    List.of(),
                    intake.getValue().stream()
                        .map(claim -> new Settled(claim.slotId(), Known.of(claim.ask()), false))
                        .toList()))
        .toList();
  }

  static List<News> ofSteps(List<LedgerOutcome> outcomes) {
    var changed =
        outcomes.stream()
            .filter(outcome -> outcome.slot() != null && outcome.reservation() != null)
            // A move to another intake's slot: its counts do not belong under this intake.
            .filter(outcome -> outcome.verdict() != Verdict.UNKNOWN_SLOT)
            .toList();
    return byIntake(changed, outcome -> outcome.reservation().intakeId()).entrySet().stream()
        .map(
            intake ->
                new News(
                    intake.getKey(),
                    intake.getValue().stream()
                        .map(LedgerOutcome::slot)
                        .collect(
                            Collectors.toMap(SlotCounts::slotId, Function.identity(), News::later))
                        .values(),
                    List.of()))
        .toList();
  }

  private static SlotCounts later(SlotCounts one, SlotCounts other) {
    return one.version() >= other.version() ? one : other;
  }

  static <T> Map<Long, List<T>> byIntake(List<T> items, Function<T, Long> intake) {
    return items.stream()
        .collect(Collectors.groupingBy(intake, LinkedHashMap::new, Collectors.toList()));
  }
}
