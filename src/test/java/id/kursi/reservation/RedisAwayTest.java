package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import id.kursi.launcher.Proxies;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis goes away, or falls silent. */
@QuarkusTest
@QuarkusTestResource(value = Proxies.class, restrictToAnnotatedClass = true)
class RedisAwayTest {
  Proxies proxies;

  @AfterEach
  void restore() {
    proxies.redis().restore();
    Meters.awaitTrust();
  }

  @Test
  void withoutRedisClaimsGoToTheLedger() {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    proxies.redis().cut();
    claim("a", uuid7(), slot, nik()).statusCode(201);
    claim("b", uuid7(), slot, nik()).statusCode(409).body("type", equalTo("/problems/slot-full"));
    Api.anybody().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    proxies.redis().restore();
    Meters.awaitTrust();
    claim("c", uuid7(), slot, nik()).statusCode(409);
    intake.assertSound();
  }

  /** Also while nobody claims, and not again with each second that it is away. */
  @Test
  void theLogSaysOnceThatRedisIsAwayAndOnceThatItIsBack() throws Exception {
    var away = "The seat counter does not answer";
    var back = "The seat counter answers again";
    Meters.awaitTrust();
    long awayBefore = ServiceLog.count(away);
    long backBefore = ServiceLog.count(back);
    proxies.redis().cut();
    eventually(() -> assertThat(ServiceLog.count(away)).isEqualTo(awayBefore + 1));
    claim("a", uuid7(), TestIntake.open().slot(1), nik()).statusCode(201);
    Eventually.after(2_500);
    assertThat(ServiceLog.count(away)).isEqualTo(awayBefore + 1);
    assertThat(ServiceLog.count(back)).isEqualTo(backBefore);
    proxies.redis().restore();
    eventually(() -> assertThat(ServiceLog.count(back)).isEqualTo(backBefore + 1));
  }

  @Test
  void whileRedisIsSilentClaimsAreTaken() {
    var slot = TestIntake.open().slot(20);
    proxies.redis().silence();
    for (int i = 0; i < 10; i++) {
      claim("a" + i, uuid7(), slot, nik()).statusCode(201);
    }
  }

  /** It would have to say what the doorman believes. */
  @Test
  void whileRedisIsSilentAnAuditIsNotToBeHad() {
    var intake = TestIntake.open();
    intake.slot(1);
    Meters.awaitTrust();
    proxies.redis().silence();
    Api.as("operator", "operator")
        .get("/v1/operator/intakes/" + intake.code + "/audit")
        .then()
        .statusCode(503)
        .body("type", equalTo("/problems/unavailable"));
  }

  @Test
  void aRepeatIsNeverToldFullWhileRedisComesAndGoes() {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var id = uuid7();
    var nik = nik();
    proxies.redis().cut();
    claim("a", id, slot, nik).statusCode(201);
    proxies.redis().restore();
    for (int i = 0; i < 100; i++) {
      claim("a", id, slot, nik).statusCode(200);
      claim("b" + i, uuid7(), slot, nik()).statusCode(409);
      Eventually.after(20);
    }
  }
}
