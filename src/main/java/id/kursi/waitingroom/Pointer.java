package id.kursi.waitingroom;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Moves a line on at the pace that the seat path behind it can bear: a little faster with each step
 * while it is well, half as fast while it is not (additive increase, multiplicative decrease, as in
 * TCP's congestion control, RFC 5681), within the room's bounds and the partners' budget.
 */
@ApplicationScoped
class Pointer {
  private final RoomSteps steps;
  private final RoomConfig config;
  private final Flow flow;
  private long refusedBefore;
  private boolean well;

  Pointer(RoomSteps steps, RoomConfig config, Flow flow) {
    this.steps = steps;
    this.config = config;
    this.flow = flow;
  }

  Uni<Void> advance(Room room) {
    return steps
        .advance(
            room,
            config.every(),
            well,
            config.rateStep(),
            config.partnerBudget().orElse(Double.MAX_VALUE))
        .replaceWithVoid();
  }

  /**
   * Once before the steps of a tick. The seat path is well if claims get through easily, or none is
   * in hand, and none was refused as too many since the last look.
   */
  void look() {
    var health = flow.health();
    well =
        health.refused() == refusedBefore
            && health.inHand() < config.fullestRoom()
            && (health.inHand() == 0 || health.batch().compareTo(config.slowestBatch()) < 0);
    refusedBefore = health.refused();
  }
}
