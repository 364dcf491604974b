package id.kursi.reservation;

import id.kursi.platform.Json;
import id.kursi.platform.Language;
import id.kursi.platform.Problem;
import id.kursi.platform.ProblemReplies;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Reply;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Turns outcomes into HTTP. */
@ApplicationScoped
class Answers {
  private static final int NEAREST = 10;

  private record FullKey(long slot, boolean waited, Language language) {}

  private record Full(Snapshot snapshot, Map<FullKey, Reply> replies) {}

  private final Snapshots snapshots;
  private final ProblemReplies problems;
  private final Json json;
  private volatile Full full = new Full(Snapshot.NONE, Map.of());

  Answers(Snapshots snapshots, ProblemReplies problems, Json json) {
    this.snapshots = snapshots;
    this.problems = problems;
    this.json = json;
  }

  /** A slot with free seats, offered in place of a full one. */
  @RegisterForReflection
  public record FreeSlot(
      long slotId, String office, String officeName, String track, String label, int free) {
    static FreeSlot of(Snapshot.Slot slot) {
      return new FreeSlot(
          slot.id(),
          slot.officeCode(),
          slot.officeName(),
          slot.track(),
          slot.label(),
          slot.counts().free());
    }
  }

  Reply reply(Outcome outcome, Language language) {
    return switch (outcome) {
      case Outcome.Made(var reservation) ->
          json(201, reservation).with("Location", "/v1/reservations/" + reservation.id());
      case Outcome.Present(var reservation) -> json(200, reservation);
      case Outcome.SlotFull(var slot, var waited) -> full(slot, waited, language);
      case Outcome.Refusal refusal -> problem(problem(refusal), language);
    };
  }

  /** The document of a refusal. */
  Problem problem(Outcome.Refusal refusal) {
    return switch (refusal) {
      case Outcome.SlotFull(var slot, var waited) -> full(slot, waited, snapshots.current());
      case Outcome.NotYetOpen(var opensAt, var now) ->
          Problem.of(ProblemType.NOT_YET_OPEN).with("opensAt", opensAt).with("now", now);
      case Outcome.Closed(var closedAt) ->
          Problem.of(ProblemType.CLOSED).with("closedAt", closedAt);
      case Outcome.NotAdmitted(var intake) ->
          Problem.of(ProblemType.NOT_ADMITTED)
              .with("waitingRoom", "/v1/intakes/" + intake.code() + "/waiting-room");
      case Outcome.Paused(var intake) ->
          Problem.of(ProblemType.PAUSED).with("notice", intake.notice());
      case Outcome.AlreadyRegistered(var existing) ->
          Problem.of(ProblemType.ALREADY_REGISTERED).with("reservation", existing);
      case Outcome.TooOften(var again) -> Problem.of(ProblemType.TOO_MANY_REQUESTS).after(again);
      case Outcome.Refused(var why) -> Problem.of(why);
    };
  }

  private Reply json(int status, Reservation reservation) {
    return Reply.json(status, json.bytes(ReservationView.of(reservation, snapshots.current())));
  }

  Reply problem(Problem problem, Language language) {
    return problems.of(problem, language);
  }

  /**
   * Thousands hear the same of one slot within a tick: the document is written once for each
   * snapshot.
   */
  private Reply full(Snapshot.Slot slot, boolean waited, Language language) {
    var snapshot = snapshots.current();
    var known = full;
    if (known.snapshot() != snapshot) {
      known = new Full(snapshot, new ConcurrentHashMap<>());
      full = known;
    }
    return known
        .replies()
        .computeIfAbsent(
            new FullKey(slot.id(), waited, language),
            key -> problem(full(slot, waited, snapshot), language));
  }

  private static Problem full(Snapshot.Slot slot, boolean waited, Snapshot snapshot) {
    var intake = snapshot.byId().get(slot.intakeId());
    List<FreeSlot> nearest =
        intake == null
            ? List.of()
            : intake.nearestFree(slot, NEAREST).stream().map(FreeSlot::of).toList();
    return Problem.of(waited ? ProblemType.WAIT_LIST_FULL : ProblemType.SLOT_FULL)
        .with("slotId", slot.id())
        .with("nearest", nearest)
        .with("asOf", snapshot.asOf());
  }
}
