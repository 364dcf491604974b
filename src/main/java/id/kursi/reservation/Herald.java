package id.kursi.reservation;

import id.kursi.platform.Ticker;
import id.kursi.reservation.DoormanScripts.Known;
import id.kursi.reservation.DoormanScripts.Published;
import id.kursi.reservation.DoormanScripts.Settled;
import id.kursi.reservation.DoormanScripts.Versions;
import id.kursi.reservation.DoormanTrust.Mark;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Tells the doorman what the ledger says: after each batch what it decided, at each tick all of it.
 * What cannot be told costs the doorman this instance's trust.
 */
@ApplicationScoped
class Herald {
  private static final Logger LOG = Logger.getLogger(Herald.class);

  private final SeatCounterConfig config;
  private final RedisLink redis;
  private final DoormanScripts scripts;
  private final DoormanTrust trust;
  private final Untold untold;
  private final FalseVersions falseVersions;
  private final LastTold lastTold = new LastTold();
  private final Outage outage =
      new Outage(LOG, "The seat counter does not answer (%s): claims go straight to the ledger");
  private final DoormanMeters measured;

  Herald(
      SeatCounterConfig config,
      RedisLink redis,
      DoormanScripts scripts,
      DoormanTrust trust,
      Untold untold,
      Ticker ticker,
      DoormanMeters measured) {
    this.config = config;
    this.redis = redis;
    this.scripts = scripts;
    this.trust = trust;
    this.untold = untold;
    this.measured = measured;
    falseVersions = new FalseVersions(ticker);
  }

  /**
   * Tells what the ledger decided. Done when whoever was given a seat or a place may hear of it:
   * when the doorman knows it too, or when nobody refuses by the doorman.
   */
  Uni<Void> settle(List<Claim> batch, List<LedgerOutcome> outcomes) {
    var told = tell(() -> News.ofClaims(batch, outcomes));
    return untold.isLeave() || outcomes.stream().noneMatch(LedgerOutcome::isGiven)
        ? Uni.createFrom().voidItem()
        : told.chain(known -> known ? Uni.createFrom().voidItem() : untold.leave());
  }

  /** Drops the tokens of claims that took nothing. */
  void release(List<Claim> batch) {
    tell(() -> News.ofNothingTaken(batch));
  }

  /** Tells the counts of the slots whose reservations changed. */
  void publish(List<LedgerOutcome> outcomes) {
    tell(() -> News.ofSteps(outcomes));
  }

  /**
   * Sent at once, whether or not anybody waits for the answer.
   *
   * @return whether the doorman has it. What is committed stays so: a failure here is none of the
   *     batch
   */
  private Uni<Boolean> tell(Supplier<List<News>> news) {
    var told =
        Uni.createFrom()
            .deferred(() -> canTell() ? publish(news) : Uni.createFrom().item(false))
            .onFailure()
            .invoke(this::failed)
            .onFailure()
            .recoverWithItem(false)
            .memoize()
            .indefinitely();
    told.subscribe().with(known -> {});
    return told;
  }

  private Uni<Boolean> publish(Supplier<List<News>> news) {
    return Multi.createFrom()
        .items(news.get().stream().filter(one -> !one.isEmpty()))
        .onItem()
        .transformToUniAndMerge(
            one ->
                scripts
                    .publish(
                        one.intake(),
                        one.slots(),
                        new Versions(lastTold.versions(), Map.of()),
                        one.settled(),
                        config.toldWithin())
                    .invoke(published -> told(one.slots(), published)))
        .collect()
        .last()
        .replaceWith(true);
  }

  private void told(Collection<SlotCounts> slots, Published published) {
    lastTold.told(slots, published);
    measured.published(published);
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
  Mark mark() {
    return trust.mark();
  }

  /**
   * Trusts the doorman again, unless a call failed since the mark.
   *
   * @param everybodyTells whether the snapshot found that every instance tells the doorman
   */
  void trust(Mark mark, boolean everybodyTells) {
    if (trust.regain(mark, everybodyTells)) {
      outage.ends();
      LOG.info("The seat counter answers again");
    }
  }

  /**
   * Opens the connection where there is none, and trusts nothing of what it leads to: Redis may
   * have come back with an older state. Redis being away is no failure of the caller's.
   */
  Uni<Void> open() {
    return Uni.createFrom()
        .deferred(
            () ->
                config.enabled()
                    ? redis
                        .open(config.toldWithin(), trust::lose)
                        .onFailure()
                        .invoke(outage::goesOn)
                        .onFailure()
                        .recoverWithNull()
                    : Uni.createFrom().voidItem());
  }

  boolean canBeTold() {
    return config.enabled() && redis.isOpen();
  }

  /**
   * Publishes all slots of an intake as one snapshot has them; answers those whose index is not
   * complete.
   *
   * @param mark of the snapshot
   */
  Uni<Set<Long>> publishAll(long intake, Collection<SlotCounts> slots, Mark mark) {
    var falseOnes = falseVersions.in(slots, mark.at());
    lastTold.forget(falseOnes.keySet());
    return scripts
        .publish(
            intake,
            slots,
            new Versions(lastTold.versions(), falseOnes),
            List.of(),
            config.toldWithin())
        .invoke(published -> falseVersions.seen(published.ahead()))
        .invoke(published -> told(slots, published))
        .map(Published::incomplete)
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
        .publish(intake, List.of(), Versions.UNKNOWN, settled, config.toldWithin())
        .replaceWithVoid();
  }

  /**
   * Once a call failed nobody knows what Redis holds: everything goes to the ledger until the next
   * snapshot is in.
   */
  private void failed(Throwable failure) {
    outage.goesOn(failure);
    trust.lose();
  }

  /**
   * As soon as nothing can be told, and on until all has been told again, whether or not a claim
   * comes: the next one need not wait then.
   */
  @Scheduled(every = "1S", delayed = "1S", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> sayWhatIsUntold() {
    return canBeTold() && (trust.isWhole() || !untold.isSaid())
        ? Uni.createFrom().voidItem()
        : untold.say().onFailure().recoverWithNull();
  }
}
