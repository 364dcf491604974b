package id.kursi.reservation;

import id.kursi.reservation.LedgerOutcome.Verdict;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The calls of the ledger's functions as one instance sends them, to the model instead. */
class ModelFunctions extends LedgerFunctions {
  private final ModelPostgres postgres;
  private final ModelLedger ledger;
  private final ModelChanges changes;
  private final PlantedBug bug;
  private final Set<List<UUID>> unknown = new HashSet<>();

  /** The child whom the database itself refuses, with all of its batch; none where null. */
  private final String refused;

  ModelFunctions(ModelPostgres postgres, ModelLedger ledger, PlantedBug bug, String refused) {
    super(SimSettings.RESERVATION, SimSettings.links());
    this.postgres = postgres;
    this.ledger = ledger;
    this.changes = new ModelChanges(ledger);
    this.bug = bug;
    this.refused = refused;
  }

  @Override
  Uni<List<LedgerOutcome>> claim(List<Claim> batch) {
    var ids = batch.stream().map(Claim::id).toList();
    if (bug == PlantedBug.SETTLE_BY_READING && unknown.contains(ids)) {
      return read(batch).invoke(() -> unknown.remove(ids));
    }
    return postgres
        .<List<LedgerOutcome>>write(
            "claims of " + names(batch),
            (tables, arrived, now) -> {
              refuseTheWholeBatch(batch);
              var seen = bug == PlantedBug.ONE_STATEMENT ? arrived : tables;
              return ledger.claim(tables, seen, batch, now);
            })
        .onFailure(IOException.class)
        .invoke(() -> unknown.add(ids));
  }

  private void refuseTheWholeBatch(List<Claim> batch) {
    if (batch.stream().anyMatch(claim -> claim.ask().holder().equals(refused))) {
      throw new PgException("a row is refused", "ERROR", "23514", null);
    }
  }

  /** The bug: after a lost link the rows are read, and what is not there counts as not taken. */
  private Uni<List<LedgerOutcome>> read(List<Claim> batch) {
    return postgres.read(
        "settles by reading " + names(batch),
        (tables, arrived, now) -> {
          var outcomes = new ArrayList<LedgerOutcome>();
          for (var claim : batch) {
            var row = tables.rows.get(claim.id());
            var slot = tables.slots.get(claim.slotId()).counts();
            outcomes.add(
                row == null
                    ? new LedgerOutcome(Verdict.FULL, null, slot)
                    : new LedgerOutcome(Verdict.REPEAT, tables.view(row), slot));
          }
          return outcomes;
        });
  }

  @Override
  Uni<List<LedgerOutcome>> resolve(List<Change> batch) {
    Uni<List<LedgerOutcome>> resolved =
        postgres.write(
            "steps of " + batch.stream().map(change -> tail(change.id())).toList(),
            (tables, arrived, now) -> changes.resolve(tables, arrived, batch, now));
    return bug == PlantedBug.OFFER_OUTSIDE ? resolved.call(this::offerAfterwards) : resolved;
  }

  /** The bug: the seats are free for everybody to see before they are offered. */
  private Uni<Void> offerAfterwards() {
    return postgres
        .<Void>write(
            "offers",
            (tables, arrived, now) -> {
              ledger.offer(tables, Set.copyOf(tables.slots.keySet()), now);
              return null;
            })
        .onFailure()
        .recoverWithNull();
  }

  @Override
  Uni<List<LedgerOutcome>> move(List<Move> batch) {
    return postgres.write(
        "moves of " + batch.stream().map(move -> tail(move.from())).toList(),
        (tables, arrived, now) -> changes.move(tables, arrived, batch, now));
  }

  private static String names(List<Claim> batch) {
    return batch.stream().map(claim -> tail(claim.id())).collect(Collectors.joining(" "));
  }

  static String tail(UUID id) {
    return "id" + id.getLeastSignificantBits();
  }
}
