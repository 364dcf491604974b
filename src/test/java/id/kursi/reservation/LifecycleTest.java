package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.status;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A held seat is confirmed, given up or lost, each once. */
@ServiceTest
class LifecycleTest {
  @Test
  void aSeatIsConfirmedOnceAndStaysSo() {
    var slot = TestIntake.open().slot(1);
    var id = uuid7();
    claim("a", id, slot, nik()).statusCode(201);
    step("a", id, "confirmation")
        .statusCode(200)
        .body("status", equalTo("CONFIRMED"))
        .body("holdUntil", nullValue());
    step("a", id, "confirmation").statusCode(200).body("status", equalTo("CONFIRMED"));
  }

  @Test
  void aCancelledSeatCannotBeConfirmed() {
    var id = uuid7();
    claim("a", id, TestIntake.open().slot(1), nik()).statusCode(201);
    step("a", id, "cancellation").statusCode(200);
    step("a", id, "cancellation").statusCode(200).body("status", equalTo("CANCELLED"));
    step("a", id, "confirmation").statusCode(409).body("type", equalTo("/problems/wrong-state"));
  }

  @Test
  void aHoldThatIsNotConfirmedIsGivenUpAndSoldAgain() {
    var slot = TestIntake.with("holdFor", "PT1S").slot(1);
    var id = uuid7();
    claim("a", id, slot, nik()).statusCode(201);
    eventually(() -> assertThat(status("a", id)).isEqualTo("EXPIRED"));
    step("a", id, "confirmation").statusCode(409).body("type", equalTo("/problems/hold-expired"));
    eventually(() -> claim("b", uuid7(), slot, nik()).statusCode(201));
  }

  @Test
  void aFixedDeadlineHoldsForEverySeat() {
    var deadline = Instant.now().plusSeconds(7200).toString();
    var intake = TestIntake.with("holdDeadline", deadline);
    var held =
        claim("a", uuid7(), intake.slot(1), nik())
            .statusCode(201)
            .extract()
            .jsonPath()
            .getString("holdUntil");
    assertThat(Instant.parse(held))
        .isBetween(Instant.parse(deadline).minusMillis(1), Instant.parse(deadline).plusMillis(1));
  }

  @Test
  void anOfficerVoidsAHoldAndLeavesATrail() throws Exception {
    var slot = TestIntake.open().slot(1);
    var id = uuid7();
    claim("a", id, slot, nik()).statusCode(201);
    var path = "/v1/officer/reservations/" + id + "/void";
    Api.citizen("a")
        .body(Map.of("reason", "x"))
        .put(path)
        .then()
        .statusCode(403)
        .body("type", equalTo("/problems/missing-role"));
    Api.as("officer", "officer-7").body(Map.of()).put(path).then().statusCode(422);
    Api.as("officer", "officer-7")
        .body(Map.of("reason", "NIK palsu"))
        .put(path)
        .then()
        .statusCode(200)
        .body("status", equalTo("CANCELLED"));
    assertThat(
            Database.text(
                "SELECT actor || ': ' || reason FROM reservation_act WHERE reservation_id = '"
                    + id
                    + "'"))
        .isEqualTo("officer-7: NIK palsu");
    Api.as("officer", "officer-7")
        .body(Map.of("reason", "x"))
        .put("/v1/officer/reservations/" + uuid7() + "/void")
        .then()
        .statusCode(404);
  }
}
