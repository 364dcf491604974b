package id.kursi.reservation;

import id.kursi.platform.NaturalBatch;
import id.kursi.reservation.DoormanScripts.Believed;
import id.kursi.reservation.DoormanScripts.Known;
import id.kursi.reservation.DoormanScripts.Settled;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The doorman: refuses what is certainly full, so that a refusal costs Postgres nothing. It counts
 * nothing up or down; for each slot Redis holds the ledger's last word (free seats and version),
 * the pending claims with deadlines by Redis' own clock, and an index of the ids and children that
 * the ledger knows. Sellable = free - pending.
 *
 * <p>It may refuse only while the slot's index is complete, which is a comparison of two counts,
 * and while this instance trusts it: after any call that failed, everything goes to the ledger
 * until a whole snapshot, read after the failure, has been published. Losing Redis, whole or in
 * part, so makes claims slower for a moment and never wrong.
 */
@Startup
@ApplicationScoped
class SeatCounter {
  enum Answer {
    /** Go to the ledger. */
    PASS,
    FULL
  }

  private static final Logger LOG = Logger.getLogger(SeatCounter.class);
  private static final int BATCHES_UNDER_WAY = 2;
  private static final DoormanScripts.Asked NOTHING_SAID = new DoormanScripts.Asked(List.of(), 0);

  private final SeatCounterConfig config;
  private final RedisLink redis;
  private final DoormanScripts scripts;
  private final NaturalBatch<Ask, Answer> room;
  private final DoormanTrust trust = new DoormanTrust();
  private final FalseVersions falseVersions = new FalseVersions();
  private final DoormanMeters measured;

  SeatCounter(
      SeatCounterConfig config,
      ReservationConfig limits,
      RedisLink redis,
      DoormanScripts scripts,
      Vertx vertx,
      MeterRegistry meters) {
    this.config = config;
    this.redis = redis;
    this.scripts = scripts;
    room =
        new NaturalBatch<>(
            vertx.getDelegate().getOrCreateContext(),
            new NaturalBatch.Limits(
                limits.places(),
                config.batchSize(),
                BATCHES_UNDER_WAY,
                limits.waitAtMost(),
                limits.answerWithin(),
                limits.backlog()),
            ask -> List.of(),
            this::askBatch,
            failure -> NaturalBatch.Failure.NOTHING_TAKEN,
            asks -> {});
    measured = new DoormanMeters(meters);
    meters.gauge("kursi.doorman.trusted", this, counter -> counter.isTrusted() ? 1 : 0);
  }

  boolean isTrusted() {
    return config.enabled() && trust.holds() && redis.isOpen();
  }

  /** A claim that gets no answer in time passes: the ledger decides. */
  Uni<Answer> ask(Ask ask) {
    var place = isTrusted() ? room.takePlace() : null;
    return place == null ? Uni.createFrom().item(Answer.PASS) : room.submit(place, ask);
  }

  private Uni<List<Answer>> askBatch(List<Ask> batch) {
    var full = ConcurrentHashMap.<Ask>newKeySet();
    return Uni.join()
        .all(
            News.byIntake(batch, Ask::intakeId).entrySet().stream()
                .map(
                    intake ->
                        scripts
                            .ask(
                                intake.getKey(),
                                intake.getValue(),
                                config.tokenLife(),
                                config.answerWithin())
                            // A slow answer costs only the claims it was asked for: what the
                            // doorman was told still holds.
                            .onFailure()
                            .recoverWithItem(NOTHING_SAID)
                            .invoke(asked -> measured.lapsed(asked.lapsed()))
                            .invoke(asked -> full.addAll(asked.full())))
                .toList())
        .andFailFast()
        .map(
            done ->
                batch.stream().map(ask -> full.contains(ask) ? Answer.FULL : Answer.PASS).toList())
        .invoke(done -> measured.answered(batch.size(), full.size()));
  }

  /**
   * Tells what the ledger decided, before the claims' callers hear it; nobody waits for the answer.
   */
  void settle(List<Claim> batch, List<LedgerOutcome> outcomes) {
    tell(() -> News.ofClaims(batch, outcomes));
  }

  /** Drops the tokens of claims that took nothing. */
  void release(List<Claim> batch) {
    tell(() -> News.ofNothingTaken(batch));
  }

  /** Tells the counts of the slots whose reservations changed. */
  void publish(List<LedgerOutcome> outcomes) {
    tell(() -> News.ofSteps(outcomes));
  }

  private void tell(Supplier<List<News>> news) {
    if (canTell()) {
      news.get().stream()
          .filter(one -> !one.isEmpty())
          .forEach(
              one ->
                  scripts
                      .publish(
                          one.intake(), one.slots(), Map.of(), one.settled(), config.toldWithin())
                      .subscribe()
                      .with(measured::published, this::failed));
    }
  }

  /** What cannot be told is a failure too: a snapshot read before it must not bring trust back. */
  private boolean canTell() {
    if (config.enabled() && !redis.isOpen()) {
      trust.lose();
    }
    return canBeTold();
  }

  /**
   * To be taken before a snapshot is read, and shown to {@link #trust} when all of it has been
   * published.
   */
  long mark() {
    return trust.mark();
  }

  /** Trusts the doorman again, unless a call failed since the mark. */
  void trust(long mark) {
    if (trust.regain(mark)) {
      LOG.info("The seat counter answers again");
    }
  }

  /**
   * Opens the connection where there is none, and then trusts nothing that Redis held before: it
   * may come back with an older state. Redis being away is no failure.
   */
  Uni<Void> open() {
    return Uni.createFrom()
        .deferred(
            () -> {
              if (!config.enabled() || redis.isOpen()) {
                return Uni.createFrom().voidItem();
              }
              trust.lose();
              return redis.open(config.toldWithin()).onFailure().recoverWithNull();
            });
  }

  boolean canBeTold() {
    return config.enabled() && redis.isOpen();
  }

  /**
   * Publishes all slots of an intake as one snapshot has them; answers those whose index is not
   * complete.
   *
   * @param readFrom when the reading of the snapshot began
   */
  Uni<Set<Long>> publishAll(long intake, Collection<SlotCounts> slots, long readFrom) {
    return scripts
        .publish(intake, slots, falseVersions.in(slots, readFrom), List.of(), config.toldWithin())
        .invoke(published -> falseVersions.seen(published.ahead()))
        .invoke(measured::published)
        .map(DoormanScripts.Published::incomplete)
        .onFailure()
        .invoke(
            failure -> {
              failed(failure);
              // The next snapshot begins with a connection on which nothing is owed any more.
              redis.close();
            });
  }

  /** Adds what the ledger knows of a slot to the index. */
  Uni<Void> index(long intake, long slot, List<Known> known) {
    var settled = known.stream().map(one -> new Settled(slot, one, true)).toList();
    return scripts
        .publish(intake, List.of(), Map.of(), settled, config.toldWithin())
        .replaceWithVoid();
  }

  /** What the doorman believes of each slot now, for the audit; nothing where it is away. */
  Uni<Map<Long, Believed>> believed(long intake, List<Long> slots) {
    return isTrusted()
        ? scripts.believed(intake, slots, config.toldWithin())
        : Uni.createFrom().item(Map.of());
  }

  /**
   * Once a call failed nobody knows what Redis holds: everything goes to the ledger until the next
   * snapshot is in.
   */
  void failed(Throwable failure) {
    if (isTrusted()) {
      LOG.warnf(
          "The seat counter does not answer (%s): claims go straight to the ledger",
          failure.getClass().getSimpleName());
    }
    trust.lose();
  }
}
