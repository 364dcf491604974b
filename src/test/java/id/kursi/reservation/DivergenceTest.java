package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static id.kursi.reservation.Ticks.ticksUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import id.kursi.reservation.Burst.Answer;
import id.kursi.reservation.Burst.Application;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever Redis says, the ledger's word stands there again within two ticks. */
@ServiceTest
class DivergenceTest {
  /** One may be under way as the difference is made; then two follow. */
  private static final int TICKS = 3;

  private final Burst burst = new Burst();

  @BeforeEach
  void trusted() {
    Meters.awaitTrust();
  }

  private static double mended(String what) {
    return Meters.sum("kursi_doorman_divergence_total", "what=\"" + what + "\"");
  }

  private static String fact(TestIntake intake, long slot, String name) throws Exception {
    return Redis.run("HGET", Redis.key(intake, "slot:" + slot), name).stream()
        .findFirst()
        .orElse("");
  }

  @Test
  void seatsThatAreNotThereAreTakenBack() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    burst.send(Stream.generate(() -> Application.of(slot)).limit(2).toList());
    eventually(() -> assertThat(fact(intake, slot, "free")).isEqualTo("0"));
    double before = mended("different");
    Redis.run("HSET", Redis.key(intake, "slot:" + slot), "free", "99");
    // The ledger refuses what the doorman lets through meanwhile.
    assertThat(burst.send(Stream.generate(() -> Application.of(slot)).limit(50).toList()))
        .noneMatch(Answer::isSeat);
    int ticks =
        ticksUntil(
            () -> Redis.run("HGET", Redis.key(intake, "slot:" + slot), "free").contains("0"));
    assertThat(ticks).isLessThanOrEqualTo(TICKS);
    assertThat(mended("different")).isGreaterThan(before);
    intake.assertSound();
  }

  @Test
  void seatsThatWereHiddenAreSoldAgain() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    eventually(() -> assertThat(fact(intake, slot, "free")).isEqualTo("1"));
    double before = mended("false-version");
    Redis.run("HSET", Redis.key(intake, "slot:" + slot), "free", "0", "version", "1000000");
    int ticks =
        ticksUntil(
            () -> Redis.run("HGET", Redis.key(intake, "slot:" + slot), "free").contains("1"));
    assertThat(ticks).isLessThanOrEqualTo(TICKS);
    assertThat(mended("false-version")).isGreaterThan(before);
    claim("b", uuid7(), slot, nik()).statusCode(201);
    intake.assertSound();
  }

  @Test
  void aSlotThatIsGoneIsToldAgain() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    eventually(() -> assertThat(fact(intake, slot, "free")).isEqualTo("2"));
    double before = mended("absent");
    Redis.run("DEL", Redis.key(intake, "slot:" + slot));
    int ticks =
        ticksUntil(
            () -> Redis.run("HGET", Redis.key(intake, "slot:" + slot), "free").contains("2"));
    assertThat(ticks).isLessThanOrEqualTo(TICKS);
    assertThat(mended("absent")).isGreaterThan(before);
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
    var answers = burst.send(Stream.generate(() -> Application.of(slot)).limit(600).toList());
    liar.interrupt();
    liar.join();
    assertThat(answers.stream().filter(Answer::isSeat).count()).isLessThanOrEqualTo(200);
    int ticks =
        ticksUntil(
            () ->
                Redis.run("HGET", key, "free")
                    .contains(Long.toString(200 - intake.audit().getLong("totals.taken"))));
    assertThat(ticks).isLessThanOrEqualTo(TICKS);
    // What was refused wrongly meanwhile can be had now.
    burst.send(Stream.generate(() -> Application.of(slot)).limit(300).toList());
    assertThat(intake.audit().getLong("totals.taken")).isEqualTo(200);
    intake.assertSound();
  }

  @Test
  void tokensThatNobodySettledAreCountedAsTheyLapse() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    eventually(() -> assertThat(fact(intake, slot, "free")).isEqualTo("2"));
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
