package id.kursi.reservation;

import id.kursi.platform.NaturalBatch.Failure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How large the ledger's batches are, how long each kind takes, and what their failures meant. */
final class LedgerMeters {
  enum Kind {
    CLAIM,
    STEP,
    MOVE
  }

  /** From a commit on a quiet machine to the silence after which a connection is given up. */
  private static final Duration[] LATENCIES = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(4)
  };

  private final DistributionSummary claimsPerBatch;
  private final Map<Kind, Timer> latencies = new EnumMap<>(Kind.class);
  private final Map<Failure, Counter> failures = new EnumMap<>(Failure.class);

  LedgerMeters(MeterRegistry meters) {
    claimsPerBatch =
        DistributionSummary.builder("kursi.ledger.claims.per.batch")
            .publishPercentiles(0.5, 0.99)
            .register(meters);
    for (var kind : Kind.values()) {
      latencies.put(
          kind,
          Timer.builder("kursi.ledger.batch")
              .description("From sending a batch to its answer, or to giving its connection up")
              .tag("kind", word(kind))
              .serviceLevelObjectives(LATENCIES)
              .register(meters));
    }
    for (var failure : Failure.values()) {
      failures.put(
          failure,
          Counter.builder("kursi.ledger.batches.failed")
              .description("Batches that failed, by what that means for their entries")
              .tag("meaning", word(failure))
              .register(meters));
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void claims(int inBatch) {
    claimsPerBatch.record(inBatch);
  }

  <T> Uni<T> timed(Kind kind, Uni<T> batch) {
    return Uni.createFrom()
        .deferred(
            () -> {
              long start = System.nanoTime();
              return batch
                  .onTermination()
                  .invoke(
                      () ->
                          latencies
                              .get(kind)
                              .record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
            });
  }

  Failure failed(Failure failure) {
    failures.get(failure).increment();
    return failure;
  }
}
