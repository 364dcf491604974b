package id.kursi.reservation;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;

/** The model keeps the ledger's rules. */
class ModelLedgerTest extends LedgerConformance {
  private static final Duration HOLD = Duration.ofHours(1);
  private static final ModelLedger RULES =
      new ModelLedger(HOLD, SEATS_PER_ACCOUNT, WAITS_PER_ACCOUNT, true);

  private final Steps steps = new Steps(1, false);
  private final ModelTime time = new ModelTime();
  private final LedgerTables tables = new LedgerTables(1);
  private final ModelPostgres postgres =
      new ModelPostgres(steps, time, false, tables, (before, after) -> {});
  private final ModelFunctions functions =
      new ModelFunctions(postgres, RULES, PlantedBug.NONE, null);

  @BeforeAll
  static void withoutContexts() {
    Infrastructure.clearInterceptors();
  }

  @Override
  LedgerFunctions functions() {
    return functions;
  }

  @Override
  LedgerFunctions elsewhere() {
    return functions;
  }

  @Override
  long slot(int capacity) {
    var slots = postgres.committed();
    long id = slots.slots.size() + 1;
    slots.put(new LedgerTables.Slot(id, capacity, 0, 0, LINE, 0, 0, 0, 0));
    return id;
  }

  @Override
  void endHolds() {
    time.pass(HOLD);
  }

  @Override
  <T> T await(Uni<T> answer) {
    return steps.await(answer);
  }

  @Override
  <T> List<T> awaitBoth(Uni<T> one, Uni<T> other) {
    CompletableFuture<T> first = one.subscribeAsCompletionStage();
    CompletableFuture<T> second = other.subscribeAsCompletionStage();
    steps.drain(100);
    return List.of(first.join(), second.join());
  }
}
