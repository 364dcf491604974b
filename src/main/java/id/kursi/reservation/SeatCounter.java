package id.kursi.reservation;

import id.kursi.platform.BatchLimits;
import id.kursi.platform.NaturalBatch;
import id.kursi.reservation.DoormanScripts.Believed;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The doorman: refuses what is certainly full, so that a refusal costs Postgres nothing. It counts
 * nothing up or down; for each slot Redis holds the ledger's last word (free seats and version),
 * the pending claims with deadlines by Redis' own clock, and an index of the ids and children that
 * the ledger knows. Sellable = free - pending.
 *
 * <p>It may refuse only while the slot's index is complete, which is a comparison of two counts,
 * and while this instance trusts it ({@link DoormanTrust}): after any call that failed, everything
 * goes to the ledger until a whole snapshot, read after the failure, has been published. Losing
 * Redis, whole or in part, so makes claims slower for a moment and never wrong.
 */
@Startup
@ApplicationScoped
class SeatCounter {
  enum Answer {
    /** Go to the ledger. */
    PASS,
    FULL
  }

  private static final int BATCHES_UNDER_WAY = 2;
  private static final DoormanScripts.Asked NOTHING_SAID = new DoormanScripts.Asked(List.of(), 0);

  private final SeatCounterConfig config;
  private final RedisLink redis;
  private final DoormanScripts scripts;
  private final NaturalBatch<Ask, Answer> room;
  private final DoormanTrust trust;
  private final DoormanMeters measured;

  SeatCounter(
      SeatCounterConfig config,
      ReservationConfig limits,
      RedisLink redis,
      DoormanScripts scripts,
      DoormanTrust trust,
      Vertx vertx,
      DoormanMeters measured) {
    this.config = config;
    this.redis = redis;
    this.scripts = scripts;
    this.trust = trust;
    this.measured = measured;
    room =
        new NaturalBatch<>(
            vertx.getDelegate().getOrCreateContext(),
            new BatchLimits(
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
    measured.trusted(this::isTrusted);
  }

  boolean isTrusted() {
    return config.enabled() && trust.holds() && redis.isOpen();
  }

  /** A claim that gets no answer in time passes: the ledger decides. */
  Uni<Answer> ask(Ask ask) {
    var place = isTrusted() ? room.takePlace() : null;
    return place == null ? Uni.createFrom().item(Answer.PASS) : room.submit(place, ask);
  }

  /** What was lost meanwhile may have been answered by another Redis, whom nobody has told yet. */
  private Uni<List<Answer>> askBatch(List<Ask> batch) {
    if (!isTrusted()) {
      return Uni.createFrom().item(Collections.nCopies(batch.size(), Answer.PASS));
    }
    var before = trust.mark();
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
        .invoke(
            () -> {
              if (trust.wasLostSince(before)) {
                full.clear();
              }
              measured.answered(batch.size(), full.size());
            })
        .map(
            done ->
                batch.stream().map(ask -> full.contains(ask) ? Answer.FULL : Answer.PASS).toList());
  }

  /** What the doorman believes of each slot now, for the audit; nothing where it is away. */
  Uni<Map<Long, Believed>> believed(long intake, List<Long> slots) {
    return isTrusted()
        ? scripts.believed(intake, slots, config.toldWithin())
        : Uni.createFrom().item(Map.of());
  }
}
