package id.kursi.reservation;

import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.reservation.DoormanScripts.Known;
import id.kursi.reservation.DoormanTrust.Mark;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * The tick: reads the ledger once, keeps what it found for all readers, and publishes it to the
 * doorman. That is all the reconciling there is between Postgres and Redis.
 */
@ApplicationScoped
class Snapshots {
  private static final Logger LOG = Logger.getLogger(Snapshots.class);
  private static final UUID FIRST = new UUID(0, 0);
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(2);

  private final LedgerReads ledger;
  private final Herald herald;
  private final SeatCounterConfig config;
  private final Event<Snapshot> fresh;
  private final Clock clock;
  private volatile Snapshot current = Snapshot.NONE;
  private volatile boolean failing;

  Snapshots(
      LedgerReads ledger,
      Herald herald,
      SeatCounterConfig config,
      Event<Snapshot> fresh,
      Clock clock) {
    this.fresh = fresh;
    this.ledger = ledger;
    this.herald = herald;
    this.config = config;
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
    return refresh()
        .invoke(() -> failing = false)
        .onFailure()
        .invoke(this::missed)
        .onFailure()
        .recoverWithNull();
  }

  private void missed(Throwable failure) {
    if (!failing) {
      LOG.warnf(
          "No snapshot of the ledger (%s): readers keep the last one",
          failure.getClass().getSimpleName());
    }
    failing = true;
  }

  /**
   * For whoever shows what they just changed. The doorman is told on the way, and not waited for
   * for long: an operator who pauses an intake wants the answer now.
   */
  Uni<Void> refreshOrFail() {
    return herald
        .open()
        .chain(() -> read(Snapshots::notForLong))
        .onFailure()
        .transform(failure -> new ProblemException(ProblemType.UNAVAILABLE));
  }

  Uni<Void> refresh() {
    return herald.open().chain(() -> read(publishing -> publishing));
  }

  /**
   * After Redis was lost the index of a whole ledger is told anew, which takes many seconds; it
   * goes on without whoever waited.
   */
  private static Uni<Void> notForLong(Uni<Void> publishing) {
    var goesOn = publishing.memoize().indefinitely();
    goesOn.subscribe().with(done -> {}, failure -> {});
    return goesOn.ifNoItem().after(TOLD_WITHIN).recoverWithItem((Void) null);
  }

  /**
   * @param waiting for how much of the publishing is waited
   */
  private Uni<Void> read(UnaryOperator<Uni<Void>> waiting) {
    var mark = herald.mark();
    return ledger
        .snapshot()
        .invoke(this::show)
        .call(
            snapshot ->
                herald.canBeTold()
                    ? waiting.apply(publish(snapshot, mark))
                    : Uni.createFrom().voidItem())
        .replaceWithVoid();
  }

  private void show(Snapshot snapshot) {
    current = snapshot;
    fresh.fire(snapshot);
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
        .last()
        .invoke(() -> herald.trust(mark, !snapshot.untold()))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  private Uni<Void> publish(Snapshot.Intake intake, Mark mark) {
    return herald
        .publishAll(intake.id(), intake.slots().stream().map(Snapshot.Slot::counts).toList(), mark)
        .chain(incomplete -> index(intake.id(), incomplete));
  }

  private Uni<Void> index(long intake, Set<Long> slots) {
    return Multi.createFrom()
        .iterable(slots)
        .onItem()
        .transformToUniAndConcatenate(slot -> index(intake, slot, FIRST))
        .collect()
        .last();
  }

  private Uni<Void> index(long intake, long slot, UUID after) {
    return ledger
        .known(slot, after, config.indexLot())
        .chain(
            lot -> {
              if (lot.isEmpty()) {
                return Uni.createFrom().voidItem();
              }
              var known =
                  lot.stream()
                      .map(
                          entry ->
                              new Known(entry.id().toString(), Claim.holderKey(entry.holder())))
                      .toList();
              var indexed = herald.index(intake, slot, known);
              return lot.size() < config.indexLot()
                  ? indexed
                  : indexed.chain(() -> index(intake, slot, lot.getLast().id()));
            });
  }
}
