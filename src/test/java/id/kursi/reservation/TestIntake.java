package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * An intake for one test, made through the admin API: open now, its slots at one school unless the
 * test says otherwise.
 */
final class TestIntake {
  final String code = "test-" + UUID.randomUUID();
  private final Map<String, Object> body = new HashMap<>();

  private TestIntake() {
    body.put("service", "spmb-smp");
    body.put("title", Map.of("id", "Uji", "en", "Test"));
    body.put("allocation", "ARRIVAL");
    body.put("opensAt", Instant.now().minusSeconds(60).toString());
    body.put("closesAt", Instant.now().plusSeconds(3600).toString());
    body.put("waitListLength", 5);
  }

  static TestIntake open() {
    return new TestIntake().put();
  }

  static TestIntake with(String field, Object value) {
    return new TestIntake().change(field, value);
  }

  TestIntake change(String field, Object value) {
    body.put(field, value);
    return put();
  }

  private TestIntake put() {
    admin().body(body).put("/v1/admin/intakes/" + code).then().statusCode(200);
    return this;
  }

  ValidatableResponse tryChange(String field, Object value) {
    body.put(field, value);
    return admin().body(body).put("/v1/admin/intakes/" + code).then();
  }

  void restore(String field, Object value) {
    body.put(field, value);
  }

  long slot(int capacity) {
    return slot("SMPN-01", "DOMICILE", capacity);
  }

  long slot(String office, String track, int capacity) {
    return admin()
        .body(Map.of("office", office, "track", track, "label", track, "capacity", capacity))
        .put("/v1/admin/intakes/" + code + "/slots")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getLong("slotId");
  }

  ValidatableResponse capacity(long slot, int capacity) {
    return admin()
        .body(Map.of("capacity", capacity))
        .put("/v1/admin/intakes/" + code + "/slots/" + slot + "/capacity")
        .then();
  }

  /** Behind the service's back, whoever has locked the room. */
  void closeAt(Instant moment) throws SQLException {
    Database.execute(
        "UPDATE intake_gate SET closes_at = '%s' WHERE intake_id = %d".formatted(moment, id()));
  }

  ValidatableResponse pause(String id, String en) {
    return admin()
        .body(Map.of("notice", Map.of("id", id, "en", en)))
        .put("/v1/admin/intakes/" + code + "/pause")
        .then();
  }

  ValidatableResponse resume() {
    return admin().delete("/v1/admin/intakes/" + code + "/pause").then();
  }

  private static RequestSpecification admin() {
    return Api.as("admin", "admin");
  }

  long id() throws SQLException {
    return Database.number("SELECT id FROM intake WHERE code = '" + code + "'");
  }

  /** The operator's audit. */
  JsonPath audit() {
    return Api.as("operator", "operator")
        .get("/v1/operator/intakes/" + code + "/audit")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  /** Nothing oversold, no child twice, nothing stranded, every count as its rows. */
  void assertSound() {
    Eventually.eventually(
        () -> {
          var audit = audit();
          assertThat(
                  Map.of(
                      "oversold",
                      audit.getLong("oversold"),
                      "doubled",
                      audit.getLong("doubledChildren"),
                      "stranded",
                      audit.getLong("stranded"),
                      "miscounted",
                      audit.getLong("miscounted")))
              .isEqualTo(Map.of("oversold", 0L, "doubled", 0L, "stranded", 0L, "miscounted", 0L));
        });
  }
}
