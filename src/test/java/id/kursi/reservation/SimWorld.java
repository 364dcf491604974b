package id.kursi.reservation;

import static id.kursi.reservation.SimChecks.require;

import id.kursi.reservation.LedgerTables.Slot;
import id.kursi.reservation.SimCitizens.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * One seed's run: two instances, one Postgres, one Redis, some families and few seats. After some
 * steps in which anything may go wrong everything is healed, and then all must be as if nothing
 * had.
 */
final class SimWorld {
  private static final int CHAOS = 300;
  private static final int WISHES = 14;
  private static final int END = 20_000;
  private static final long INTAKE = 7;

  /** Longer than it stands that something is untold. */
  private static final Duration UNTOLD = Duration.ofSeconds(10);

  final Steps steps;
  final PlantedBug bug;
  final ModelLedger rules;
  final ModelTime time = new ModelTime();
  final ModelPostgres postgres;
  final ModelRedis redis;
  final SimChecks checks;
  final String refusedChild;
  private final SimCitizens citizens;
  private final SimFaults faults;
  private final List<SimInstance> instances = new ArrayList<>();
  private final ReservationConfig config;
  private final int families;
  private final double acts;

  SimWorld(long seed, PlantedBug bug, boolean traced) {
    this.bug = bug;
    steps = new Steps(seed, traced);
    rules =
        new ModelLedger(
            Duration.ofSeconds(10), 1 + steps.below(2), 1, bug != PlantedBug.OFFER_OUTSIDE);
    var tables = new LedgerTables(INTAKE);
    int slots = 1 + steps.below(2);
    int line = steps.below(3);
    for (long id = 1; id <= slots; id++) {
      tables.put(new Slot(id, 1 + steps.below(2), 0, 0, line, 0, 0, 0, 0));
    }
    checks = new SimChecks(rules, this::committed, id -> citizens().landed(id));
    postgres =
        new ModelPostgres(steps, time, bug == PlantedBug.LATE_ARRIVAL, tables, checks::commit);
    redis =
        new ModelRedis(
            steps, bug == PlantedBug.COUNTER_BY_INCR ? new CountingDoorman() : new ModelDoorman());
    families = 3 + steps.below(4);
    acts = 0.04 + 0.03 * steps.below(4);
    citizens = new SimCitizens(steps, steps.chance(0.5) ? 0.2 : 0);
    config = steps.chance(0.15) ? SimSettings.IMPATIENT : SimSettings.RESERVATION;
    refusedChild = steps.chance(0.2) ? SimInstance.child(SimCitizens.nik(0)) : null;
    faults = new SimFaults(this);
    instances.add(new SimInstance(this, "A", config));
    instances.add(new SimInstance(this, "B", config));
  }

  /** One whose rooms wait for what is under way, for a story that is told without chance. */
  static SimWorld patient() {
    return LongStream.range(0, 100)
        .mapToObj(seed -> new SimWorld(seed, PlantedBug.NONE, false))
        .filter(SimWorld::isPatient)
        .findFirst()
        .orElseThrow();
  }

  SimCitizens citizens() {
    return citizens;
  }

  private LedgerTables committed() {
    return postgres.committed();
  }

  SimInstance instance(int number) {
    return instances.get(number);
  }

  /** Whether rooms wait for what is under way, instead of telling everybody to go. */
  boolean isPatient() {
    return config == SimSettings.RESERVATION;
  }

  /** Both instances have a snapshot and trust the doorman. */
  void start() {
    instances.forEach(SimInstance::tick);
    steps.drain(END);
  }

  void run() {
    start();
    for (int i = 0; i < CHAOS; i++) {
      if (steps.chance(acts)) {
        act();
      } else if (!faults.strike() && !steps.isIdle()) {
        steps.take();
      }
    }
    heal();
    new SimReckoning(this, citizens, instances).check();
    steps.rethrow();
  }

  /** Something that somebody does, or that time brings about. */
  private void act() {
    var through = steps.any(instances);
    switch (steps.below(21)) {
      case 0, 1, 2, 3, 4, 5 -> {
        if (citizens.wishes.size() < WISHES) {
          int family = steps.below(families);
          // A second account of the family, or the same, wants a seat for the same child.
          var account = "account " + (steps.chance(0.15) ? steps.below(families) : family);
          var slots = List.copyOf(committed().slots.keySet());
          citizens.claim(
              citizens.wish(family, account, steps.any(slots), steps.chance(0.5)), through);
        }
      }
      case 6, 7, 8, 9 -> withWish(wish -> true, wish -> citizens.claim(wish, through));
      case 10, 11, 12 ->
          withWish(this::isLikely, wish -> citizens.step(wish, Status.CANCELLED, through));
      case 13 -> withWish(this::isLikely, wish -> citizens.step(wish, Status.CONFIRMED, through));
      case 14 -> {
        var slot = steps.any(List.copyOf(committed().slots.keySet()));
        withWish(this::isLikely, wish -> citizens.move(wish, slot, through));
      }
      case 15, 16 -> through.tick();
      case 17 -> through.expire();
      case 18 -> time.pass(Duration.ofSeconds(4));
      case 19 -> through.say();
      default -> redis.pass(6_000);
    }
  }

  /** Mostly somebody who knows of a reservation changes it. */
  private boolean isLikely(Wish wish) {
    return wish.told != null || steps.chance(0.2);
  }

  private void withWish(Predicate<Wish> which, Consumer<Wish> doing) {
    var claims =
        citizens.wishes.stream().filter(wish -> wish.claim.id() != null).filter(which).toList();
    if (!claims.isEmpty()) {
      // Harm is nearest to what was done last.
      int from = steps.chance(0.5) ? Math.max(0, claims.size() - 2) : 0;
      doing.accept(steps.any(claims.subList(from, claims.size())));
    }
  }

  /** An instance dies, and another starts in its place. */
  void restart() {
    restart(steps.below(instances.size()), config);
  }

  private void restart(int one, ReservationConfig config) {
    var dead = instances.get(one);
    dead.die();
    var fresh = new SimInstance(this, dead.name, config);
    instances.set(one, fresh);
    fresh.tick();
  }

  void passTokens() {
    redis.pass(SimSettings.COUNTER.tokenLife().toMillis() * 2);
  }

  /**
   * Nothing goes wrong any more, what is under way ends, tokens lapse, and each tick runs twice.
   */
  private void heal() {
    steps.note("---- healed");
    redis.pause(false);
    postgres.calm();
    steps.drain(END);
    if (!isPatient()) {
      // Its rooms tell everybody to go whenever they look around: nobody could be asked anything.
      restart(0, SimSettings.RESERVATION);
      restart(1, SimSettings.RESERVATION);
    }
    passTokens();
    time.pass(UNTOLD);
    for (int i = 0; i < 2; i++) {
      instances.forEach(SimInstance::expire);
      steps.drain(END);
      instances.forEach(SimInstance::tick);
      steps.drain(END);
    }
    require(!postgres.isBusy(), "a call never ended");
  }
}
