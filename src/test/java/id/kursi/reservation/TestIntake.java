package id.kursi.reservation;

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
    Api.as("admin", "admin").body(body).put("/v1/admin/intakes/" + code).then().statusCode(200);
    return this;
  }

  long slot(int capacity) {
    return slot("SMPN-01", "DOMICILE", capacity);
  }

  long slot(String office, String track, int capacity) {
    return Api.as("admin", "admin")
        .body(Map.of("office", office, "track", track, "label", track, "capacity", capacity))
        .put("/v1/admin/intakes/" + code + "/slots")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getLong("slotId");
  }
}
