package id.kursi.reservation;

import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.reservation.DoormanTrust.Mark;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The tick: reads the ledger once, keeps what it found for all readers, and publishes it to the
 * doorman. That is all the reconciling there is between Postgres and Redis.
 */
@ApplicationScoped
class Snapshots {
  private static final Logger LOG = Logger.getLogger(Snapshots.class);

  private final Outage outage =
      new Outage(LOG, "No snapshot of the ledger (%s): readers keep the last one");
  private final LedgerReads ledger;
  private final Herald herald;
  private final DoormanIndex index;
  private final Event<Snapshot> fresh;
  private final Clock clock;
  private volatile Snapshot current = Snapshot.NONE;
  private volatile boolean unshown;

  Snapshots(
      LedgerReads ledger, Herald herald, DoormanIndex index, Event<Snapshot> fresh, Clock clock) {
    this.fresh = fresh;
    this.ledger = ledger;
    this.herald = herald;
    this.index = index;
    this.clock = clock;
  }

  Snapshot current() {
    return current;
  }

  /** The snapshot, or 503 before the first: "there is nothing" would be a lie. */
  Snapshot loaded() {
    if (!isLoaded()) {
      throw new ProblemException(ProblemType.UNAVAILABLE);
    }
    return current;
  }

  /** The intake of this code, or a problem document. */
  Snapshot.Intake intake(String code) {
    var intake = loaded().intakes().get(code);
    if (intake == null) {
      throw new ProblemException(ProblemType.UNKNOWN_INTAKE);
    }
    return intake;
  }

  /** Now, by the ledger's clock. */
  Instant now() {
    return current.now(clock);
  }

  boolean isLoaded() {
    return current != Snapshot.NONE;
  }

  @Scheduled(
      every = "${kursi.reservation.snapshot-every:1S}",
      concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> tick() {
    return refreshQuietly();
  }

  /** A miss is noted and made good by the next tick. */
  Uni<Void> refreshQuietly() {
    return outage.quietly(refresh());
  }

  /** For whoever shows what they just changed. */
  Uni<Void> refreshOrFail() {
    return refresh()
        .onFailure()
        .transform(failure -> new ProblemException(ProblemType.UNAVAILABLE));
  }

  Uni<Void> refresh() {
    return herald.open().chain(this::read);
  }

  private Uni<Void> read() {
    var mark = herald.mark();
    return ledger
        .snapshot()
        .invoke(this::show)
        .call(
            snapshot -> herald.canBeTold() ? publish(snapshot, mark) : Uni.createFrom().voidItem())
        .replaceWithVoid();
  }

  /** A page that cannot be made stays as it was, and keeps nothing from the doorman. */
  private void show(Snapshot snapshot) {
    current = snapshot;
    try {
      fresh.fire(snapshot);
      unshown = false;
    } catch (RuntimeException broken) {
      if (!unshown) {
        LOG.error("What is shown of the ledger stays as it was", broken);
      }
      unshown = true;
    }
  }

  /**
   * Whatever goes wrong with Redis here is no failure of the tick: the doorman stays distrusted.
   */
  private Uni<Void> publish(Snapshot snapshot, Mark mark) {
    return Multi.createFrom()
        .iterable(snapshot.byId().values())
        .filter(
            intake ->
                !intake.slots().isEmpty() && intake.allocation() == Snapshot.Allocation.ARRIVAL)
        .onItem()
        .transformToUniAndConcatenate(intake -> publish(intake, mark))
        .collect()
        .with(Collectors.flatMapping(Set::stream, Collectors.toList()))
        .invoke(() -> herald.trust(mark, !snapshot.untold()))
        .invoke(
            incomplete ->
                index.complete(incomplete.stream().map(id -> snapshot.slots().get(id)).toList()))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  /** Answers the slots whose index is not complete. */
  private Uni<Set<Long>> publish(Snapshot.Intake intake, Mark mark) {
    return herald.publishAll(
        intake.id(), intake.slots().stream().map(Snapshot.Slot::counts).toList(), mark);
  }
}
