package id.kursi.reservation;

import id.kursi.platform.Seals;
import id.kursi.platform.TestSeals;
import id.kursi.waitingroom.Admission;
import id.kursi.waitingroom.Pass;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.event.Event;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * One instance of the service: everything of the seat path is the real thing, from the room's
 * places to what the doorman is told. Only Vert.x, Postgres and Redis are models.
 */
final class SimInstance {
  private static final Seals SEALS = new TestSeals();
  private static final Clock CLOCK = Clock.fixed(ModelTime.START, ZoneOffset.UTC);
  private static final SecureRandom RECEIPTS = new SecureRandom();
  private static final ClaimMeters CLAIM_METERS = new ClaimMeters(new CompositeMeterRegistry());

  final String name;
  final SeatCounter counter;
  final Herald herald;
  final Reservations reservations;
  final Snapshots snapshots;
  private final Steps steps;
  private final SteppedVertx vertx;
  private final ModelScripts.Link link;
  private final HoldExpiry expiry;

  /** Whether whoever makes pages of a snapshot throws. */
  boolean pagesBreak;

  private boolean ticking;
  private boolean expiring;
  private boolean saying;

  SimInstance(SimWorld world, String name, ReservationConfig config) {
    this.name = name;
    steps = world.steps;
    vertx = new SteppedVertx(steps, world.time, name);
    Vertx mutiny = vertx.mutiny();
    // Measures nothing, and holds on to nobody.
    var meters = new CompositeMeterRegistry();
    link = new ModelScripts.Link(steps, world.redis, name, mutiny);
    var scripts = new ModelScripts(link, world.redis, world.checks, world.bug);
    var reads = new ModelReads(world.postgres, world.rules, world.bug);
    var trust = new DoormanTrust(world.time);
    var measured = new DoormanMeters(meters);
    counter = new SeatCounter(SimSettings.COUNTER, config, link, scripts, trust, mutiny, measured);
    herald =
        new Herald(
            SimSettings.COUNTER,
            link,
            scripts,
            trust,
            new Untold(reads, mutiny, world.time),
            world.time,
            measured);
    var functions = new ModelFunctions(world.postgres, world.rules, world.bug, world.refusedChild);
    var ledger = new Ledger(config, functions, herald, mutiny, meters);
    snapshots =
        new Snapshots(
            reads, herald, new DoormanIndex(reads, herald, SimSettings.COUNTER), pages(), CLOCK);
    expiry = new HoldExpiry(reads, ledger, config, world.time, meters);
    var limits = new RateLimits(SimSettings.LIMITS, SimSettings.COUNTER, link, SEALS, null);
    reservations =
        new Reservations(
            snapshots, NO_ROOMS, counter, ledger, limits, SEALS, RECEIPTS, CLAIM_METERS);
  }

  /** No waiting room stands before these intakes. */
  private static final Admission NO_ROOMS =
      new Admission() {
        @Override
        public boolean isNeeded(long intakeId) {
          return false;
        }

        @Override
        public Pass pass(String text, String account, long intakeId, Instant now) {
          throw new IllegalStateException("Nobody needs a pass");
        }

        @Override
        public void claimed() {
          throw new IllegalStateException("Nobody has a pass");
        }
      };

  @SuppressWarnings("unchecked")
  private Event<Snapshot> pages() {
    return SteppedVertx.fake(
        Event.class,
        (proxy, method, arguments) -> {
          if (pagesBreak) {
            throw new IllegalStateException("a page is broken");
          }
          return null;
        });
  }

  static String child(String nik) {
    return Claim.holderKey(Child.holder(SEALS, nik));
  }

  /** As the scheduler does: a tick that is not over yet is skipped. */
  void tick() {
    if (!ticking) {
      ticking = true;
      start(snapshots.tick(), () -> ticking = false);
    }
  }

  void expire() {
    if (!expiring) {
      expiring = true;
      start(expiry.tick(), () -> expiring = false);
    }
  }

  void say() {
    if (!saying) {
      saying = true;
      start(herald.sayWhatIsUntold(), () -> saying = false);
    }
  }

  private static void start(Uni<Void> tick, Runnable over) {
    tick.subscribe().with(done -> over.run(), failed -> over.run());
  }

  boolean isLoaded() {
    return snapshots.isLoaded();
  }

  /** Nothing of it goes on; what it had sent does. */
  void die() {
    steps.note("%s dies", name);
    vertx.die();
    link.die();
  }
}
