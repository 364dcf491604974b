package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.reservation.Burst.Answer;
import id.kursi.reservation.Burst.Application;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the doorman saves Postgres, and that it never says "full" to somebody who has a seat. */
@ServiceTest
class DoormanTest {
  private final Burst burst = new Burst();

  /** Claim batches that were sent to Postgres, by the service's own metric. */
  private static double ledgerCalls() {
    return Meters.sum("kursi_ledger_claims_per_batch_count");
  }

  @Test
  void aRefusalOfAFullSlotCostsPostgresNothing() throws Exception {
    var slot = TestIntake.open().slot(3);
    burst.send(Application.of(slot, 20));
    Meters.awaitTrust();
    double before = ledgerCalls();
    assertThat(before).isPositive();
    var answers = burst.send(Application.of(slot, 300));
    assertThat(answers).allMatch(answer -> answer.type().equals("/problems/slot-full"));
    assertThat(ledgerCalls() - before).isZero();
  }

  @Test
  void aRepeatIsNeverToldFullWhateverRedisLost() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(30);
    var seated =
        burst.send(Application.of(slot, 30)).stream()
            .filter(Answer::isSeat)
            .map(Answer::application)
            .toList();
    assertThat(seated).hasSize(30);
    for (var loss : List.of("known", "slot:" + slot, "pending:" + slot)) {
      Redis.run("DEL", Redis.key(intake, loss));
      assertThat(burst.send(seated))
          .as("after losing " + loss)
          .allMatch(answer -> answer.status() == 200);
    }
    // Some ids lost from the index, as after a fail-over that lost the last writes.
    Redis.run("HDEL", Redis.key(intake, "known"), seated.getFirst().id().toString());
    Redis.run("HINCRBY", Redis.key(intake, "known"), "#" + slot, "-1");
    assertThat(burst.send(seated)).allMatch(answer -> answer.status() == 200);
  }

  @Test
  void theIndexIsMadeAnewAfterALoss() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(40);
    var seated = burst.send(Application.of(slot, 40));
    Redis.run("FLUSHALL");
    var known = Redis.key(intake, "known");
    eventually(() -> assertThat(get(known, "#" + slot)).isEqualTo("40"));
    assertThat(get(known, seated.getFirst().application().id().toString())).isEqualTo("1");
    // The loss may have come between the two steps of a tick: then the index is there first, and
    // the counts with the next tick.
    var counts = Redis.key(intake, "slot:" + slot);
    eventually(() -> assertThat(get(counts, "free")).isEqualTo("0"));
    Meters.awaitTrust();
    double before = ledgerCalls();
    assertThat(before).isPositive();
    assertThat(burst.send(List.of(Application.of(slot))).getFirst().type())
        .isEqualTo("/problems/slot-full");
    assertThat(ledgerCalls() - before).isZero();
  }

  @Test
  void aSeatSetFreeIsSoldAlthoughThePublicationWasLost() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var id = uuid7();
    claim("a", id, slot, nik()).statusCode(201);
    step("a", id, "cancellation").statusCode(200);
    // The doorman's last word goes back to before the cancellation, as in a replica that lost its
    // last writes.
    Redis.run("HSET", Redis.key(intake, "slot:" + slot), "free", "0", "version", "1");
    eventually(() -> claim("b", uuid7(), slot, nik()).statusCode(201));
  }

  @Test
  void tokensOfCrashedClaimsLapse() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var facts = Redis.key(intake, "slot:" + slot);
    eventually(() -> assertThat(get(facts, "free")).isEqualTo("1"));
    var time = Long.parseLong(run("TIME").getFirst()) * 1000;
    Redis.run(
        "ZADD",
        Redis.key(intake, "pending:" + slot),
        Long.toString(time + 2_000),
        uuid7().toString());
    claim("a", uuid7(), slot, nik()).statusCode(409);
    eventually(() -> claim("a", uuid7(), slot, nik()).statusCode(201));
  }

  @Test
  void anUnknownScriptIsSentAgain() throws Exception {
    Redis.run("SCRIPT", "FLUSH");
    claim("a", uuid7(), TestIntake.open().slot(1), nik()).statusCode(201);
  }

  private static List<String> run(String... words) {
    try {
      return Redis.run(words);
    } catch (java.io.IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static String get(String key, String field) {
    return run("HGET", key, field).getFirst();
  }
}
