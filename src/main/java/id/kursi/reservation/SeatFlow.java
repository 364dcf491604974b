package id.kursi.reservation;

import id.kursi.reservation.Snapshot.Allocation;
import id.kursi.waitingroom.Flow;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells the waiting room how the way to the seats does, and what is left of them. */
@ApplicationScoped
class SeatFlow implements Flow {
  private final Ledger ledger;
  private final Snapshots snapshots;

  SeatFlow(Ledger ledger, Snapshots snapshots) {
    this.ledger = ledger;
    this.snapshots = snapshots;
  }

  @Override
  public Health health() {
    return ledger.health();
  }

  @Override
  public Left left(long intakeId) {
    var intake = snapshots.current().byId().get(intakeId);
    if (intake == null || intake.slots().isEmpty()) {
      return new Left(0, 0, false);
    }
    var counts = intake.slots().stream().map(Snapshot.Slot::counts).toList();
    return new Left(
        counts.stream().mapToLong(SlotCounts::free).sum(),
        counts.stream().mapToLong(SlotCounts::waitPlaces).sum(),
        intake.allocation() == Allocation.ARRIVAL);
  }
}
