package id.kursi.reservation;

import static id.kursi.reservation.SimChecks.require;

import id.kursi.reservation.SimCitizens.Wish;
import java.util.List;

/** What must hold once everything is healed and nothing is under way. */
final class SimReckoning {
  private static final int STRANGER = 90_000;
  private static final int TICK = 1_000;

  private final SimWorld world;
  private final SimCitizens citizens;
  private final List<SimInstance> instances;

  SimReckoning(SimWorld world, SimCitizens citizens, List<SimInstance> instances) {
    this.world = world;
    this.citizens = citizens;
    this.instances = instances;
  }

  void check() {
    List.copyOf(citizens.wishes).forEach(this::keptItsWord);
    sellsWhatIsFree();
    List.copyOf(citizens.wishes).forEach(this::repeats);
    for (var instance : instances) {
      world.postgres.committed().slots.keySet().forEach(slot -> answersAStranger(instance, slot));
    }
    world.passTokens();
    sellsWhatIsFree();
    require(world.redis.wronglyBehind() == 0, "Redis counts as behind, and had lost nothing");
  }

  /** Whatever was acknowledged is there as it was told; what was refused is not. */
  private void keptItsWord(Wish wish) {
    var row = world.postgres.committed().rows.get(wish.id);
    if (wish.told != null) {
      require(row != null, "%s was acknowledged and is lost", wish);
      var view = world.postgres.committed().view(row);
      require(
          SimCitizens.isSame(wish.told, view)
              && (wish.told.sequence() == null || view.sequence() != null),
          "%s was told %s, and is %s",
          wish,
          wish.told,
          view);
    }
    require(
        row == null || !wish.isRefused(),
        "%s was told that nothing was taken, and there it is",
        wish);
    require(
        wish.stepped != Status.CANCELLED || row.status() == Status.CANCELLED,
        "%s was told that it is cancelled, and is not",
        wish);
    require(
        wish.stepped != Status.CONFIRMED
            || List.of(Status.CONFIRMED, Status.CANCELLED, Status.MOVED).contains(row.status()),
        "%s was told that it is confirmed, and is %s",
        wish,
        row);
  }

  /** Every instance trusts the doorman again, and it would sell exactly what is free. */
  private void sellsWhatIsFree() {
    for (var instance : instances) {
      tick(instance);
      require(instance.counter.isTrusted(), "%s never trusted the doorman again", instance.name);
    }
    var doorman = world.redis.state();
    for (var slot : world.postgres.committed().slots.values()) {
      var believed = doorman.believed(List.of(slot.id()), world.redis.nowMs()).get(slot.id());
      var sellable = believed == null ? null : Long.valueOf(believed.sellable());
      require(
          sellable != null && sellable == slot.counts().free(),
          "slot %s has %s free seats, and the doorman would sell %s",
          slot.id(),
          slot.counts().free(),
          sellable);
      require(doorman.isComplete(slot.id()), "the index of slot %s is not complete", slot.id());
    }
  }

  /** A repeat tells again what was told, through every instance. */
  private void repeats(Wish wish) {
    if (wish.told == null || wish.claim.id() == null) {
      return;
    }
    for (var instance : instances) {
      var again = citizens.ask(wish, instance);
      require(
          again instanceof Outcome.Present present
              && SimCitizens.isSame(wish.told, present.reservation()),
          "%s was repeated through %s and told %s",
          wish,
          instance.name,
          again);
    }
  }

  /** A seat is sold if one is free; if none is, the doorman says so and the ledger is not asked. */
  private void answersAStranger(SimInstance instance, long slot) {
    int free = world.postgres.committed().slots.get(slot).counts().free();
    int calls = world.postgres.writes();
    int number = STRANGER + citizens.wishes.size();
    var wish = citizens.wish(number % 100_000, "stranger " + number, slot, false);
    tick(instance);
    var answer = citizens.ask(wish, instance);
    require(
        free > 0
            ? answer instanceof Outcome.Made
            : answer instanceof Outcome.SlotFull && world.postgres.writes() == calls,
        "of %s free seats in slot %s a stranger was told %s",
        free,
        slot,
        answer);
  }

  /** A doorman refuses only for a while after one. */
  private void tick(SimInstance instance) {
    instance.tick();
    world.steps.drain(TICK);
  }
}
