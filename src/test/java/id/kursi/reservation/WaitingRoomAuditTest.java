package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the audit log is told of those who make a waiting room and steer its line. */
@ServiceTest
class WaitingRoomAuditTest {
  private static final String AGREED = "Dua puluh dadu di aula";

  /** An operator of one test alone. */
  private final String operator = "operator-" + UUID.randomUUID();

  private TestIntake intake;

  @BeforeEach
  void announce() {
    intake = TestIntake.with("opensAt", Instant.now().plusSeconds(3_000).toString());
  }

  private RequestSpecification operator() {
    return Api.as("operator", operator);
  }

  private RequestSpecification because(String reason) {
    return operator().header("Kursi-Reason", reason);
  }

  private static Map<String, Object> dice() {
    return Map.of("draw", Map.of("kind", "DICE", "agreed", AGREED));
  }

  private String room(String what) {
    return "/v1/operator/intakes/" + intake.code + "/waiting-room" + what;
  }

  private List<String> told() throws Exception {
    var told = AuditLogTest.told(operator);
    return told == null ? List.of() : told.lines().toList();
  }

  @Test
  void everyChangeOfARoomAndItsLineIsToldWithItsReason() throws Exception {
    because("Diumumkan 1 Juni").body(dice()).put(room("")).then().statusCode(200);
    operator().body(dice()).put(room("")).then().statusCode(200);
    var twoASecond = Map.of("perMinute", 120);
    because("Antrean panjang").body(twoASecond).put(room("/rate")).then().statusCode(200);
    operator().delete(room("/rate")).then().statusCode(200);
    because("Listrik padam").put(room("/pause")).then().statusCode(200);
    because("Listrik menyala").delete(room("/pause")).then().statusCode(200);
    because("Kursi cukup").put(room("/drain")).then().statusCode(200);
    var draw =
        "{\"kind\": \"dice\", \"agreed\": \"%s\", \"throwsAgreed\": 50, \"proofAgainstOperator\": true}";
    var put = "WAITING_ROOM_PUT {\"draw\": " + draw.formatted(AGREED) + ", \"intake\": \"%s\"}";
    assertThat(told())
        .containsExactly(
            of(put) + " Diumumkan 1 Juni",
            of(put),
            of("WAITING_ROOM_RATE {\"rate\": 2.0, \"intake\": \"%s\"} Antrean panjang"),
            of("WAITING_ROOM_RATE {\"intake\": \"%s\"}"),
            of("WAITING_ROOM_PAUSE {\"intake\": \"%s\"} Listrik padam"),
            of("WAITING_ROOM_RESUME {\"intake\": \"%s\"} Listrik menyala"),
            of("WAITING_ROOM_DRAIN {\"intake\": \"%s\"} Kursi cukup"));
  }

  private String of(String line) {
    return line.formatted(intake.code);
  }

  @Test
  void whatIsRefusedLeavesNoRow() throws Exception {
    operator()
        .put(room("/pause"))
        .then()
        .statusCode(404)
        .body("type", equalTo("/problems/no-waiting-room"));
    intake.change("opensAt", Instant.now().minusSeconds(1).toString());
    operator()
        .body(dice())
        .put(room(""))
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/room-too-late"));
    assertThat(told()).isEmpty();
  }

  /** A log that cannot be written stops the change. */
  @Test
  void whatCannotBeToldIsNotDone() throws Exception {
    operator().body(dice()).put(room("")).then().statusCode(200);
    Database.execute(
        "ALTER TABLE audit_log ADD CONSTRAINT stopped CHECK (actor <> '%s') NOT VALID"
            .formatted(operator));
    try {
      operator().put(room("/drain")).then().statusCode(503);
    } finally {
      Database.execute("ALTER TABLE audit_log DROP CONSTRAINT stopped");
    }
    var drained = "SELECT count(drained_at) FROM waiting_room WHERE intake_id = " + intake.id();
    assertThat(Database.number(drained)).isZero();
  }
}
