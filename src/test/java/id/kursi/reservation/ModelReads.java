package id.kursi.reservation;

import id.kursi.platform.Bilingual;
import id.kursi.reservation.LedgerTables.Row;
import id.kursi.reservation.Snapshot.Allocation;
import id.kursi.reservation.Snapshot.Intake;
import id.kursi.reservation.Snapshot.Slot;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What an instance reads from the ledger, of the model instead. */
class ModelReads extends LedgerReads {
  private static final Bilingual TITLE = new Bilingual("Uji", "Test");
  private static final Duration LONG = Duration.ofDays(100);

  private final ModelPostgres postgres;
  private final ModelLedger ledger;
  private final PlantedBug bug;

  ModelReads(ModelPostgres postgres, ModelLedger ledger, PlantedBug bug) {
    super(SimSettings.links(), SimSettings.RESERVATION, Clock.systemUTC());
    this.postgres = postgres;
    this.ledger = ledger;
    this.bug = bug;
  }

  @Override
  Uni<Snapshot> snapshot() {
    return postgres.read(
        "a snapshot",
        (tables, arrived, now) -> {
          var slots = tables.slots.values().stream().map(slot -> slot(tables, slot)).toList();
          var intake =
              new Intake(
                  tables.intakeId,
                  "test",
                  TITLE,
                  "test",
                  TITLE,
                  Allocation.ARRIVAL,
                  now.minus(LONG),
                  now.plus(LONG),
                  ledger.holdFor(),
                  null,
                  ledger.seatsPerAccount(),
                  ledger.waitsPerAccount(),
                  1,
                  null,
                  false,
                  false,
                  slots);
          boolean untold = tables.untoldUntil.isAfter(now) && bug != PlantedBug.UNTOLD_OVERLOOKED;
          return Snapshot.of(now, now, List.of(intake), untold);
        });
  }

  private static Slot slot(LedgerTables tables, LedgerTables.Slot slot) {
    return new Slot(
        slot.id(), tables.intakeId, "office", "Office", "track", "label", slot.counts());
  }

  @Override
  Uni<List<UUID>> holdsDue(int limit) {
    return postgres.read(
        "holds that are due",
        (tables, arrived, now) ->
            tables
                .live()
                .filter(row -> row.status() == Status.HELD && !row.holdUntil().isAfter(now))
                .sorted(Comparator.comparing(Row::holdUntil))
                .limit(limit)
                .map(Row::id)
                .toList());
  }

  @Override
  Uni<Void> offerStranded(int offers) {
    return postgres.write(
        "offers what is stranded",
        (tables, arrived, now) -> {
          ledger.offer(tables, Set.copyOf(tables.slots.keySet()), now);
          return null;
        });
  }

  @Override
  Uni<Void> sayUntold(Duration time) {
    return postgres.write(
        "says that something is untold",
        (tables, arrived, now) -> {
          var until = now.plus(time);
          tables.untoldUntil = until.isAfter(tables.untoldUntil) ? until : tables.untoldUntil;
          return null;
        });
  }

  @Override
  Uni<List<Entry>> known(long slot, UUID after, int limit) {
    return postgres.read(
        "the ids of slot " + slot,
        (tables, arrived, now) ->
            tables.rows.values().stream()
                .filter(row -> row.slotId() == slot && row.id().compareTo(after) > 0)
                .sorted(Comparator.comparing(Row::id))
                .limit(limit)
                .map(row -> new Entry(row.id(), row.holder()))
                .toList());
  }
}
