package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An account that asks too often, and a child that is claimed for too often. */
@ServiceTest
@TestProfile(LowLimits.class)
class RateLimitTest {
  private static String account() {
    return "limited-" + UUID.randomUUID();
  }

  @Test
  void anAccountThatAsksTooOftenIsToldWhenToComeAgain() {
    var intake = TestIntake.with("seatsPerAccount", 100);
    var slot = intake.slot(100);
    var account = account();
    for (int i = 0; i < 8; i++) {
      claim(account, uuid7(), slot, nik()).statusCode(201).header("RateLimit", nullValue());
    }
    claim(account, uuid7(), slot, nik())
        .statusCode(201)
        .header("RateLimit", matchesPattern("\"claims\";r=7;t=\\d+"))
        .header("RateLimit-Policy", equalTo("\"claims\";q=16;w=960"));
    for (int i = 9; i < 16; i++) {
      claim(account, uuid7(), slot, nik()).statusCode(201);
    }
    claim(account, uuid7(), slot, nik())
        .statusCode(429)
        .body("type", equalTo("/problems/too-many-requests"))
        .header("Retry-After", matchesPattern("[1-9]\\d*"))
        .header("RateLimit", matchesPattern("\"claims\";r=0;t=960"));
    assertThat(intake.audit().getLong("rows")).isEqualTo(16);
    // Others, and this account's reads, have limits of their own.
    claim(account(), uuid7(), slot, nik()).statusCode(201);
    Api.citizen(account).get("/v1/reservations").then().statusCode(200);
    intake.assertSound();
  }

  @Test
  void readsHaveALimitOfTheirOwn() {
    var account = account();
    for (int i = 0; i < 4; i++) {
      Api.citizen(account).get("/v1/reservations").then().statusCode(200);
    }
    Api.citizen(account).get("/v1/reservations").then().statusCode(429);
    claim(account, uuid7(), TestIntake.open().slot(1), nik()).statusCode(201);
  }

  @Test
  void aChildIsClaimedForSoOftenAndNoOftenerWhoeverDoesIt() {
    var intake = TestIntake.open();
    var slot = intake.slot(5);
    var child = nik();
    var id = uuid7();
    var account = account();
    claim(account, id, slot, child).statusCode(201);
    step(account, id, "cancellation").statusCode(200);
    claim(account(), uuid7(), slot, child).statusCode(201);
    claim(account(), uuid7(), slot, child).statusCode(409);
    claim(account(), uuid7(), slot, child)
        .statusCode(429)
        .header("Retry-After", matchesPattern("[1-9]\\d*"));
    assertThat(Meters.sum("kursi_claims_total", "outcome=\"too-many-requests\"")).isPositive();
    intake.assertSound();
  }

  @Test
  void whatAnotherInstanceSpentIsTakenOff() throws Exception {
    var slot = TestIntake.with("seatsPerAccount", 100).slot(100);
    var account = account();
    var before = Redis.run("KEYS", "*:limit:claims:*");
    for (int i = 0; i < 2; i++) {
      claim(account, uuid7(), slot, nik()).statusCode(201);
    }
    var told = new ArrayList<String>();
    Eventually.eventually(
        () -> {
          told.clear();
          told.addAll(Redis.run("KEYS", "*:limit:claims:*"));
          told.removeAll(before);
          assertThat(told).isNotEmpty();
        });
    assertThat(told).noneMatch(key -> key.contains(account));
    for (var key : told) {
      Redis.run("HSET", key, "left", "1");
    }
    // Two more are on credit; then this instance tells, and hears what the other has spent.
    claim(account, uuid7(), slot, nik()).statusCode(201);
    claim(account, uuid7(), slot, nik()).statusCode(201);
    Eventually.eventually(() -> claim(account, uuid7(), slot, nik()).statusCode(429));
  }

  @Test
  void aRedisThatForgotGivesNothingBack() throws Exception {
    var slot = TestIntake.with("seatsPerAccount", 100).slot(100);
    var account = account();
    for (int i = 0; i < 16; i++) {
      if (i % 4 == 0) {
        Redis.run("FLUSHALL");
      }
      claim(account, uuid7(), slot, nik()).statusCode(201);
    }
    claim(account, uuid7(), slot, nik()).statusCode(429);
  }
}
