package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.platform.PgLinks;
import id.kursi.reservation.LedgerTables.Slot;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The functions in Postgres keep the ledger's rules, and do in every case what the model does. */
@ServiceTest
class PostgresLedgerTest extends LedgerConformance {
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final Instant NOW = Instant.parse("2026-06-15T01:00:00Z");

  @Inject LedgerFunctions functions;
  @Inject PgLinks links;
  @Inject ReservationConfig config;
  private TestIntake intake;
  private LedgerFunctions elsewhere;

  @BeforeEach
  void open() {
    elsewhere = new LedgerFunctions(config, links);
    intake =
        TestIntake.with("seatsPerAccount", SEATS_PER_ACCOUNT)
            .change("waitsPerAccount", WAITS_PER_ACCOUNT)
            .change("waitListLength", LINE);
  }

  @Override
  LedgerFunctions functions() {
    return functions;
  }

  @Override
  LedgerFunctions elsewhere() {
    return elsewhere;
  }

  @Override
  long slot(int capacity) {
    return intake.slot("SMPN-01", "T-" + UUID.randomUUID(), capacity);
  }

  @Override
  void endHolds() {
    try {
      Database.execute(
          "UPDATE reservation SET hold_until = now() WHERE status = 'HELD' AND intake_id = "
              + intake.id());
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  <T> T await(Uni<T> answer) {
    return answer.await().atMost(WITHIN);
  }

  @Override
  <T> List<T> awaitBoth(Uni<T> one, Uni<T> other) {
    return await(Uni.join().all(one, other).andFailFast());
  }

  /** What of an outcome does not depend on the clock or on the intake's number. */
  private static List<Object> told(LedgerOutcome outcome) {
    var it = outcome.reservation();
    return Arrays.asList(
        outcome.verdict(),
        outcome.slot(),
        it == null
            ? null
            : Arrays.asList(
                it.id(),
                it.slotId(),
                it.status(),
                it.sequence(),
                it.waitPosition(),
                it.holdUntil() == null,
                it.receipt(),
                it.movedFrom(),
                it.movedTo()));
  }

  @Test
  void postgresAndTheModelDoTheSame() {
    var verdicts = new HashSet<LedgerOutcome.Verdict>();
    for (int seed = 0; seed < 12; seed++) {
      var both = new Both(seed);
      for (int call = 0; call < 40; call++) {
        both.call(verdicts, "seed " + seed + ", call " + call);
      }
    }
    // Each of them was met, or the comparison says less than it seems to.
    assertThat(verdicts)
        .containsAll(
            Set.of(
                LedgerOutcome.Verdict.HELD,
                LedgerOutcome.Verdict.WAITING,
                LedgerOutcome.Verdict.REPEAT,
                LedgerOutcome.Verdict.ID_IN_USE,
                LedgerOutcome.Verdict.DUPLICATE,
                LedgerOutcome.Verdict.ACCOUNT_LIMIT,
                LedgerOutcome.Verdict.FULL,
                LedgerOutcome.Verdict.DONE,
                LedgerOutcome.Verdict.NOT_FOUND,
                LedgerOutcome.Verdict.WRONG_STATE,
                LedgerOutcome.Verdict.SAME_SLOT));
  }

  /** One random sequence of calls, sent to Postgres and done by the model. */
  private final class Both {
    private final Random random;
    private final Claims claims = new Claims(UUID.randomUUID().toString());
    private final List<Claim> made = new ArrayList<>();
    private final List<Long> slots = List.of(slot(2), slot(1));
    private final LedgerTables tables = new LedgerTables(0);
    private final ModelLedger model =
        new ModelLedger(Duration.ofHours(1), SEATS_PER_ACCOUNT, WAITS_PER_ACCOUNT, true);
    private final ModelChanges changes = new ModelChanges(model);

    Both(long seed) {
      random = new Random(seed);
      tables.put(new Slot(slots.get(0), 2, 0, 0, LINE, 0, 0, 0, 0));
      tables.put(new Slot(slots.get(1), 1, 0, 0, LINE, 0, 0, 0, 0));
    }

    void call(Set<LedgerOutcome.Verdict> verdicts, String when) {
      List<LedgerOutcome> real;
      List<LedgerOutcome> modelled;
      switch (made.isEmpty() ? 0 : random.nextInt(5)) {
        case 0, 1 -> {
          var batch = claims();
          real = await(functions.claim(batch));
          modelled = model.claim(tables, tables, batch, NOW);
        }
        case 2, 3 -> {
          var batch = steps();
          real = await(functions.resolve(batch));
          modelled = changes.resolve(tables, tables, batch, NOW);
        }
        default -> {
          var batch = List.of(move());
          real = await(functions.move(batch));
          modelled = changes.move(tables, tables, batch, NOW);
        }
      }
      assertThat(real.stream().map(PostgresLedgerTest::told))
          .as(when)
          .isEqualTo(modelled.stream().map(PostgresLedgerTest::told).toList());
      real.forEach(outcome -> verdicts.add(outcome.verdict()));
    }

    /** Each id, child and account at most once, as the batch writer sends them. */
    private List<Claim> claims() {
      var batch = new ArrayList<Claim>();
      var seen = new HashSet<Object>();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        var claim = random.nextInt(3) == 0 && !made.isEmpty() ? any(made) : fresh();
        if (java.util.Collections.disjoint(seen, claim.keys())) {
          batch.add(claim);
        }
        seen.addAll(claim.keys());
      }
      made.addAll(batch);
      return batch;
    }

    private Claim fresh() {
      var id = random.nextInt(8) == 0 && !made.isEmpty() ? any(made).id() : UUID.randomUUID();
      return claims.with(
          id, "a" + random.nextInt(5), random.nextInt(8), any(slots), random.nextBoolean());
    }

    private List<Change> steps() {
      var to = List.of(Status.CANCELLED, Status.CANCELLED, Status.CONFIRMED, Status.EXPIRED);
      var ids = new HashSet<UUID>();
      return java.util.stream.Stream.generate(() -> any(made))
          .limit(1 + random.nextInt(3))
          .filter(claim -> ids.add(claim.id()))
          .map(
              claim ->
                  new Change(
                      claim.id(), random.nextInt(4) == 0 ? null : claim.account(), any(to), null))
          .toList();
    }

    private Move move() {
      var from = any(made);
      return claims.move(
          from, random.nextInt(6) == 0 ? any(made).id() : UUID.randomUUID(), any(slots));
    }

    private <T> T any(List<T> items) {
      return items.get(random.nextInt(items.size()));
    }
  }
}
