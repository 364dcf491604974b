package id.kursi.reservation;

import id.kursi.platform.Problem;
import id.kursi.platform.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;

/** Turns outcomes into HTTP. */
@ApplicationScoped
class Answers {
  private static final int NEAREST = 10;

  private final Snapshots snapshots;

  Answers(Snapshots snapshots) {
    this.snapshots = snapshots;
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

  Response response(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Made(var reservation) ->
          Response.created(URI.create("/v1/reservations/" + reservation.id()))
              .type(MediaType.APPLICATION_JSON_TYPE)
              .entity(view(reservation))
              .build();
      case Outcome.Present(var reservation) ->
          Response.ok(view(reservation), MediaType.APPLICATION_JSON_TYPE).build();
      case Outcome.NotYetOpen(var opensAt, var now) ->
          Problem.of(ProblemType.NOT_YET_OPEN).with("opensAt", opensAt).with("now", now).response();
      case Outcome.Closed(var closedAt) ->
          Problem.of(ProblemType.CLOSED).with("closedAt", closedAt).response();
      case Outcome.Paused(var intake) ->
          Problem.of(ProblemType.PAUSED).with("notice", intake.notice()).response();
      case Outcome.SlotFull(var slot, var waited) -> full(slot, waited);
      case Outcome.AlreadyRegistered(var existing) ->
          Problem.of(ProblemType.ALREADY_REGISTERED).with("reservation", existing).response();
      case Outcome.Refused(var why) -> Problem.of(why).response();
    };
  }

  private Response full(Snapshot.Slot slot, boolean waited) {
    var snapshot = snapshots.current();
    var intake = snapshot.byId().get(slot.intakeId());
    List<FreeSlot> nearest =
        intake == null
            ? List.of()
            : intake.nearestFree(slot, NEAREST).stream().map(FreeSlot::of).toList();
    return Problem.of(waited ? ProblemType.WAIT_LIST_FULL : ProblemType.SLOT_FULL)
        .with("slotId", slot.id())
        .with("nearest", nearest)
        .with("asOf", snapshot.asOf())
        .response();
  }

  ReservationView view(Reservation reservation) {
    return ReservationView.of(reservation, snapshots.current());
  }
}
