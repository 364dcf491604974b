package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Injected text in what the seat path, the desk and the administration are sent. */
@ServiceTest
class InjectionTest extends Injected {
  @ParameterizedTest
  @MethodSource("texts")
  void inAClaimAndAtTheDesk(String text) {
    var slot = TestIntake.open().slot(5);
    var child = new HashMap<>(Api.child(nik()));
    child.put("name", text);
    child.put("guardianName", text);
    var account = "family " + text;
    var id = uuid7();
    Api.citizen(account)
        .body(Map.of("slotId", slot, "child", child))
        .put("/v1/reservations/" + id)
        .then()
        .statusCode(201);
    Api.citizen(account)
        .get("/v1/reservations/" + id)
        .then()
        .body("child.name", equalTo(text))
        .body("child.guardianName", equalTo(text));
    Api.citizen("family").get("/v1/reservations/" + id).then().statusCode(404);
    for (var field : List.of("nik", "birthDate", "guardianPhone")) {
      var wrong = new HashMap<>(Api.child(nik()));
      wrong.put(field, text);
      var answer =
          Api.citizen(account)
              .body(Map.of("slotId", slot, "child", wrong))
              .put("/v1/reservations/" + uuid7())
              .then()
              .statusCode(422)
              .extract()
              .asString();
      assertThat(answer).doesNotContain(text);
    }
    var consent = Map.of("slotId", slot, "child", Api.child(nik()), "consent", text);
    Api.as("officer", account)
        .body(consent)
        .put("/v1/officer/reservations/" + uuid7())
        .then()
        .statusCode(201);
    Api.as("officer", account)
        .body(Map.of("nik", child.get("nik"), "reason", text))
        .post("/v1/officer/reservations/search")
        .then()
        .statusCode(200)
        .body("reservations[0].timeline[-1].reason", equalTo(text))
        .body("reservations[0].timeline[-1].actor", equalTo(account));
    for (var by : List.of("nik", "receipt")) {
      Api.as("officer", "o")
          .body(Map.of(by, text, "reason", "x"))
          .post("/v1/officer/reservations/search")
          .then()
          .statusCode(422);
    }
    // An office that is named so serves no slot.
    Api.as("officer", "o", text)
        .body(Map.of("reason", text))
        .put("/v1/officer/reservations/" + id + "/void")
        .then()
        .statusCode(404);
    Api.as("officer", account, "SMPN-01")
        .body(Map.of("reason", text))
        .put("/v1/officer/reservations/" + id + "/void")
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void inTheCatalogueAndInTables(String text) throws Exception {
    var code = "inj-" + UUID.randomUUID();
    var both = Map.of("id", text, "en", text);
    var admin = "admin " + text;
    put(admin, "agencies/" + code, Map.of("name", both), 200).body("name.id", equalTo(text));
    put(admin, "offices/" + code, Map.of("agency", code, "name", text), 200);
    put(admin, "offices/" + code, Map.of("agency", text, "name", text), 422);
    put(admin, "services/" + code, Map.of("agency", code, "title", both), 200);
    var intake = TestIntake.with("title", both);
    var at = "intakes/" + intake.code;
    put(admin, at + "/slots", slot(code, "T", text), 200).body("label", equalTo(text));
    put(admin, at + "/slots", slot(code, text, "x"), 422);
    put(admin, at + "/pause", Map.of("notice", both), 200).body("notice.en", equalTo(text));
    intake.resume();
    Api.anybody()
        .queryParam("office", text)
        .queryParam("track", text)
        .get("/v1/intakes/" + intake.code + "/slots")
        .then()
        .statusCode(200)
        .body("slots", equalTo(List.of()));
    Api.as("admin", admin)
        .queryParam("after", text)
        .get("/v1/admin/agencies")
        .then()
        .statusCode(422);
    var cell = "\"" + text.replace("\"", "\"\"") + "\"";
    table(admin, "agencies", "code,name.id,name.en\n" + code + "," + cell + "," + cell, 200);
    table(admin, "agencies", "code,name.id,name.en\n" + cell + ",a,b", 422);
    table(
        admin,
        "intakes/" + intake.code + "/slots",
        "office,track,label,capacity\n" + code + ",T2," + cell + ",1",
        200);
    table(
        admin,
        "intakes/" + intake.code + "/slots",
        "office,track,label,capacity\n" + code + ",T2,x," + cell,
        422);
    table(admin, "intakes/" + intake.code + "/roster", "nik,account\n" + cell + ",a", 422);
    table(
        admin,
        "intakes/" + intake.code + "/roster",
        "nik,account," + cell + "\n" + nik() + ",a,b",
        422);
    table(admin, "intakes/" + intake.code + "/roster", "nik,account\n" + nik() + "," + cell, 200);
    assertThat(
            Database.number(
                "SELECT count(*) FROM agency WHERE code = '"
                    + code
                    + "' AND name_id = "
                    + quoted(text)))
        .isEqualTo(1);
    assertThat(
            Database.number(
                "SELECT count(*) FROM audit_log WHERE actor = "
                    + quoted(admin)
                    + " AND action = 'AGENCY_PUT'"))
        .isEqualTo(1);
  }

  private static Map<String, Object> slot(String office, String track, String label) {
    return Map.of("office", office, "track", track, "label", label, "capacity", 1);
  }

  private static ValidatableResponse put(
      String admin, String path, Map<String, ?> body, int status) {
    return Api.as("admin", admin).body(body).put("/v1/admin/" + path).then().statusCode(status);
  }

  private static void table(String admin, String path, String csv, int status) {
    Api.as("admin", admin)
        .contentType("text/csv; charset=utf-8")
        .body(csv)
        .put("/v1/admin/" + path)
        .then()
        .statusCode(status);
  }

  /** Codes and words of a fixed set take no text at all. */
  @Test
  void inWhatIsNoText() {
    var rules =
        new HashMap<String, Object>(
            Map.of(
                "service",
                "spmb-smp",
                "title",
                Map.of("id", "a", "en", "b"),
                "allocation",
                "ARRIVAL",
                "opensAt",
                "2026-06-24T08:00:00Z",
                "closesAt",
                Instant.parse("2026-06-25T08:00:00Z").toString()));
    for (var text : texts()) {
      for (var field :
          List.of(
              "service",
              "allocation",
              "opensAt",
              "closesAt",
              "holdFor",
              "holdDeadline",
              "seatsPerAccount",
              "waitsPerAccount",
              "waitListLength")) {
        var wrong = new HashMap<>(rules);
        wrong.put(field, text);
        Api.as("admin", "admin")
            .body(wrong)
            .put("/v1/admin/intakes/injected")
            .then()
            .statusCode(422);
      }
      var code = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
      for (var path :
          List.of(
              "/v1/intakes/" + code,
              "/v1/intakes/" + code + "/waiting-room",
              "/v1/operator/intakes/" + code + "/audit")) {
        Api.as("operator", "o").urlEncodingEnabled(false).get(path).then().statusCode(404);
      }
    }
  }
}
