package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static id.kursi.reservation.Meters.divergence;
import static id.kursi.reservation.Redis.fact;
import static id.kursi.reservation.Ticks.ticksUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import id.kursi.reservation.Burst.Answer;
import id.kursi.reservation.Burst.Application;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever Redis says, the ledger's word stands there again within two ticks. */
@ServiceTest
class DivergenceTest {
  private final Burst burst = new Burst();

  @BeforeEach
  void trusted() {
    Meters.awaitTrust();
  }

  private static void assertFree(TestIntake intake, long slot, String free) {
    eventually(() -> assertThat(fact(intake, slot, "free")).isEqualTo(free));
  }

  /** By the ticks alone, if nobody claims meanwhile. */
  private static void assertHealed(TestIntake intake, long slot, String free) throws Exception {
    assertThat(ticksUntil(() -> free.equals(fact(intake, slot, "free"))))
        .isLessThanOrEqualTo(Ticks.TO_HEAL);
  }

  @Test
  void seatsThatAreNotThereAreTakenBack() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    burst.send(Application.of(slot, 2));
    assertFree(intake, slot, "0");
    double before = divergence("different");
    Redis.run("HSET", Redis.key(intake, "slot:" + slot), "free", "99");
    assertHealed(intake, slot, "0");
    assertThat(divergence("different")).isGreaterThan(before);
    assertThat(burst.send(Application.of(slot, 20))).noneMatch(Answer::isSeat);
    intake.assertSound();
  }

  @Test
  void seatsThatAreNotThereAreGivenToNobody() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    burst.send(Application.of(slot, 2));
    assertFree(intake, slot, "0");
    // Seen before a tick mends it; otherwise it is tried again.
    eventually(
        () -> {
          Redis.run("HSET", Redis.key(intake, "slot:" + slot), "free", "99");
          double before = Meters.sum("kursi_doorman_total", "answer=\"pass\"");
          assertThat(burst.send(Application.of(slot, 50))).noneMatch(Answer::isSeat);
          assertThat(Meters.sum("kursi_doorman_total", "answer=\"pass\"")).isGreaterThan(before);
        });
    intake.assertSound();
  }

  @Test
  void seatsThatWereHiddenAreSoldAgain() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    assertFree(intake, slot, "1");
    double before = divergence("false-version");
    Redis.run("HSET", Redis.key(intake, "slot:" + slot), "free", "0", "version", "1000000");
    assertHealed(intake, slot, "1");
    assertThat(divergence("false-version")).isGreaterThan(before);
    claim("b", uuid7(), slot, nik()).statusCode(201);
    intake.assertSound();
  }

  @Test
  void aRedisThatLostTheLastWritesIsToldAgainAndCounted() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    assertFree(intake, slot, "1");
    double before = divergence("behind");
    // As a replica holds it that has not heard of the claim.
    var earlier = Long.toString(Long.parseLong(fact(intake, slot, "version")) - 1);
    Redis.run("HSET", Redis.key(intake, "slot:" + slot), "free", "2", "version", earlier);
    assertHealed(intake, slot, "1");
    assertThat(divergence("behind")).isEqualTo(before + 1);
  }

  @Test
  void aSlotThatIsGoneIsToldAgain() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    assertFree(intake, slot, "2");
    double before = divergence("absent");
    Redis.run("DEL", Redis.key(intake, "slot:" + slot));
    assertHealed(intake, slot, "2");
    assertThat(divergence("absent")).isGreaterThan(before);
  }

  @Test
  void nothingIsSoldTwiceWhileRedisIsMadeToLie() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(200);
    var key = Redis.key(intake, "slot:" + slot);
    var liar =
        Thread.startVirtualThread(
            () -> {
              try {
                for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                  Redis.run("HSET", key, "free", Integer.toString(i % 300));
                  Redis.run("HSET", key, "version", Integer.toString(i * 37 % 500));
                }
              } catch (IOException gone) {
                Thread.currentThread().interrupt();
              }
            });
    var answers = burst.send(Application.of(slot, 600));
    liar.interrupt();
    liar.join();
    assertThat(answers.stream().filter(Answer::isSeat).count()).isLessThanOrEqualTo(200);
    assertHealed(intake, slot, Long.toString(200 - intake.audit().getLong("totals.taken")));
    // What was refused wrongly meanwhile can be had now.
    burst.send(Application.of(slot, 300));
    assertThat(intake.audit().getLong("totals.taken")).isEqualTo(200);
    intake.assertSound();
  }

  @Test
  void tokensThatNobodySettledAreCountedAsTheyLapse() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    assertFree(intake, slot, "2");
    double before = Meters.sum("kursi_doorman_lapsed_total");
    var pending = Redis.key(intake, "pending:" + slot);
    // One whose time is over, and one of a clock that was far ahead.
    Redis.run("ZADD", pending, "1", "lost");
    Redis.run("ZADD", pending, "9999999999999", "from-tomorrow");
    claim("a", uuid7(), slot, nik()).statusCode(201);
    claim("b", uuid7(), slot, nik()).statusCode(201);
    assertThat(Meters.sum("kursi_doorman_lapsed_total") - before).isEqualTo(2);
  }

  @Test
  void theAuditShowsTheDifferenceAndTheTotals() throws Exception {
    var intake = TestIntake.with("holdFor", "PT1S");
    var slot = intake.slot(3);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    eventually(() -> assertThat(intake.audit().getLong("totals.taken")).isZero());
    eventually(() -> assertThat(intake.audit().getLong("totals.doormanSellable")).isEqualTo(3));
    var audit = intake.audit();
    assertThat(audit.getLong("totals.capacity")).isEqualTo(3);
    assertThat(audit.getLong("totals.holdsDue")).isZero();
    assertThat(audit.getLong("slots[0].divergence")).isZero();
    // Seen before a tick mends it; otherwise it is tried again.
    eventually(
        () -> {
          Redis.run("HSET", Redis.key(intake, "slot:" + slot), "free", "1");
          assertThat(intake.audit().getLong("totals.divergence")).isEqualTo(2);
        });
  }

  @Test
  void theLedgerIsGivenOutRowByRowWithoutNames() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(3);
    for (var account : new String[] {"a", "b", "c"}) {
      claim(account, uuid7(), slot, nik()).statusCode(201);
    }
    var path = "/v1/operator/intakes/" + intake.code + "/audit/ledger";
    var first = Api.as("operator", "o").get(path + "?limit=2").then().statusCode(200);
    var text = first.extract().asString();
    assertThat(text.lines().findFirst().orElse(""))
        .isEqualTo(
            "id,slot_id,status,seq,wait_no,hold_until,moved_from,moved_to,admitted_position,admitted_pointer,created_at,changed_at");
    assertThat(text.lines()).hasSize(3);
    var next = first.extract().header("Link").replaceAll("^<|>.*$", "");
    var second = Api.as("operator", "o").get(next).then().statusCode(200);
    assertThat(second.extract().asString().lines()).hasSize(2);
    assertThat(second.extract().header("Link")).isNull();
    Api.citizen("a").get(path).then().statusCode(403);
    Api.as("operator", "o")
        .get(path + "?after=x")
        .then()
        .statusCode(422)
        .body("errors[0].field", equalTo("after"));
  }
}
