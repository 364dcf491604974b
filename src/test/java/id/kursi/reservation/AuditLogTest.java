package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the audit log is told, and what it must not hold. */
@ServiceTest
class AuditLogTest {
  /** An administrator of one test alone. */
  private final String admin = "admin-" + UUID.randomUUID();

  private ValidatableResponse put(String path, Map<String, ?> body) {
    return Api.as("admin", admin).body(body).put("/v1/admin/" + path).then();
  }

  private ValidatableResponse table(String path, String csv) {
    return Api.as("admin", admin).contentType("text/csv").body(csv).put("/v1/admin/" + path).then();
  }

  /** A line for each row of this actor: action, about, reason; null where there is none. */
  static String told(String actor) throws SQLException {
    return Database.text(
        "SELECT string_agg(action || ' ' || about::text || coalesce(' ' || reason, ''), E'\\n' ORDER BY id) FROM audit_log WHERE actor = '"
            + actor
            + "'");
  }

  private List<String> actions() throws SQLException {
    var told = told(admin);
    return told == null ? List.of() : told.lines().map(line -> line.split(" ")[0]).toList();
  }

  @Test
  void everyChangeOfTheCatalogueAndOfAnIntakeIsTold() throws Exception {
    var code = "log-" + UUID.randomUUID();
    var title = Map.of("id", "Uji", "en", "Test");
    put("agencies/" + code, Map.of("name", title)).statusCode(200);
    put("offices/" + code, Map.of("agency", code, "name", "Sekolah")).statusCode(200);
    put("services/" + code, Map.of("agency", code, "title", title)).statusCode(200);
    var opens = Instant.now().minusSeconds(60).toString();
    var closes = Instant.now().plusSeconds(60).toString();
    put(
            "intakes/" + code,
            Map.of(
                "service",
                code,
                "title",
                title,
                "allocation",
                "ARRIVAL",
                "opensAt",
                opens,
                "closesAt",
                closes))
        .statusCode(200);
    int slot =
        put(
                "intakes/" + code + "/slots",
                Map.of("office", code, "track", "T", "label", "L", "capacity", 3))
            .statusCode(200)
            .extract()
            .path("slotId");
    put("intakes/" + code + "/slots/" + slot + "/capacity", Map.of("capacity", 4)).statusCode(200);
    put("intakes/" + code + "/window", Map.of("opensAt", opens, "closesAt", closes))
        .statusCode(200);
    put("intakes/" + code + "/pause", Map.of("notice", Map.of("id", "Banjir", "en", "A flood")))
        .statusCode(200);
    Api.as("admin", admin).delete("/v1/admin/intakes/" + code + "/pause").then().statusCode(200);
    assertThat(actions())
        .containsExactly(
            "AGENCY_PUT",
            "OFFICE_PUT",
            "SERVICE_PUT",
            "INTAKE_PUT",
            "INTAKE_RULED",
            "SLOT_PUT",
            "CAPACITY_PUT",
            "CAPACITY_PUT",
            "WINDOW_PUT",
            "PAUSED",
            "RESUMED");
    assertThat(told(admin))
        .contains("AGENCY_PUT {\"agency\": \"" + code + "\"}")
        .containsPattern("CAPACITY_PUT .*\"slot\": " + slot + ".*\"capacity\": 4")
        .containsPattern("CAPACITY_PUT .*\"office\": \"" + code + "\"")
        .containsPattern("WINDOW_PUT .*\"closesAt\": \"" + closes.substring(0, 19))
        .contains("PAUSED {\"intake\": \"" + code + "\"} A flood");
  }

  @Test
  void aChangeIsToldWithItsReason() throws Exception {
    var at = "/v1/admin/intakes/" + TestIntake.open().code;
    var reason = "Ruang kelas satu kurang";
    var name = Map.of("name", Map.of("id", "a", "en", "b"));
    because(reason).body(name).put("/v1/admin/agencies/log-" + UUID.randomUUID());
    var notice = Map.of("notice", Map.of("id", "Banjir", "en", "A flood"));
    because(reason).body(notice).put(at + "/pause");
    because(reason).delete(at + "/pause");
    var slots = "office,track,label,capacity\nSMPN-01,T,M,1";
    because(reason).contentType("text/csv").body(slots).put(at + "/slots");
    assertThat(told(admin).lines()).hasSize(4).allMatch(line -> line.endsWith(reason));
    because("x".repeat(501))
        .delete(at + "/pause")
        .then()
        .statusCode(422)
        .body("errors[0].field", equalTo("Kursi-Reason"));
  }

  private RequestSpecification because(String reason) {
    return Api.as("admin", admin).header("Kursi-Reason", reason);
  }

  @Test
  void tablesAreToldByTheirLinesAndARosterWithoutItsChildren() throws Exception {
    var code = "log-" + UUID.randomUUID();
    var intake = TestIntake.open();
    var nik = nik();
    table("agencies", "code,name.id,name.en\n" + code + ",a,b").statusCode(200);
    table("offices", "code,agency,name\n" + code + "," + code + ",a").statusCode(200);
    table("services", "code,agency,title.id,title.en\n" + code + "," + code + ",a,b")
        .statusCode(200);
    table(
            "intakes",
            "code,service,title.id,title.en,allocation,opensAt,closesAt\n"
                + code
                + ","
                + code
                + ",a,b,ARRIVAL,2026-06-24T08:00:00Z,2026-06-25T08:00:00Z")
        .statusCode(200);
    table(
            "intakes/" + intake.code + "/slots",
            "office,track,label,capacity\nSMPN-01,T,L,1\nSMPN-02,T,L,1")
        .statusCode(200);
    table("intakes/" + intake.code + "/roster", "nik,account\n" + nik + ",family").statusCode(200);
    Api.as("admin", admin)
        .delete("/v1/admin/intakes/" + intake.code + "/roster")
        .then()
        .statusCode(200);
    assertThat(actions())
        .containsExactly(
            "AGENCIES_IMPORTED",
            "OFFICES_IMPORTED",
            "SERVICES_IMPORTED",
            "INTAKES_IMPORTED",
            "SLOTS_IMPORTED",
            "ROSTER_IMPORTED",
            "ROSTER_DROPPED");
    assertThat(told(admin))
        .contains("SLOTS_IMPORTED {\"lines\": 2, \"intake\": \"" + intake.code + "\"}")
        .doesNotContain(nik)
        .doesNotContain("family");
  }

  @Test
  void whatIsRefusedLeavesNoRow() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    put("intakes/" + intake.code + "/slots/" + slot + "/capacity", Map.of("capacity", 0))
        .statusCode(409);
    put("offices/log-none", Map.of("agency", "none", "name", "x")).statusCode(422);
    table("offices", "code,agency,name\nlog-none,none,x").statusCode(422);
    table(
            "intakes/" + intake.code + "/slots",
            "office,track,label,capacity\nSMPN-01,DOMICILE,DOMICILE,0")
        .statusCode(422);
    assertThat(actions()).isEmpty();
  }

  /** The other way round: a log that cannot be written stops the change. */
  @Test
  void whatCannotBeToldIsNotDone() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    Database.execute(
        "ALTER TABLE audit_log ADD CONSTRAINT stopped CHECK (actor <> '" + admin + "') NOT VALID");
    try {
      put("agencies/" + admin, Map.of("name", Map.of("id", "a", "en", "b"))).statusCode(503);
      put("intakes/" + intake.code + "/slots/" + slot + "/capacity", Map.of("capacity", 7))
          .statusCode(503);
      table("agencies", "code,name.id,name.en\n" + admin + ",a,b").statusCode(503);
    } finally {
      Database.execute("ALTER TABLE audit_log DROP CONSTRAINT stopped");
    }
    assertThat(Database.number("SELECT count(*) FROM agency WHERE code = '" + admin + "'"))
        .isZero();
    assertThat(Database.number("SELECT capacity FROM slot_ledger WHERE slot_id = " + slot))
        .isEqualTo(1);
  }

  @Test
  void everyLookAtAChildIsTold() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    var nik = nik();
    var id = uuid7();
    String receipt = claim("family", id, slot, nik).statusCode(201).extract().path("receipt");
    var officer = "officer-" + UUID.randomUUID();
    for (var by : List.of(Map.of("nik", nik), Map.of("receipt", receipt), Map.of("nik", nik()))) {
      var body = new java.util.HashMap<String, Object>(by);
      body.put("reason", "at the desk");
      Api.as("officer", officer)
          .body(body)
          .post("/v1/officer/reservations/search")
          .then()
          .statusCode(200);
    }
    var past = Instant.now().minusSeconds(1).toString();
    put(
            "intakes/" + intake.code + "/window",
            Map.of("opensAt", "2020-01-01T00:00:00Z", "closesAt", past))
        .statusCode(200);
    for (var office : List.of("SMPN-01", "SMPN-02")) {
      Api.as("officer", officer, office)
          .get("/v1/officer/slots/" + slot + "/accepted")
          .then()
          .statusCode(200);
    }
    assertThat(told(officer).lines())
        .containsExactly(
            "LOOKED {\"by\": \"nik\", \"reservations\": [\"" + id + "\"]} at the desk",
            "LOOKED {\"by\": \"receipt\", \"reservations\": [\"" + id + "\"]} at the desk",
            "LOOKED {\"by\": \"nik\", \"reservations\": []} at the desk",
            // Of the other school the numbers only.
            "LISTED {\"slot\": %d, \"label\": \"DOMICILE\", \"track\": \"DOMICILE\", \"intake\": \"%s\", \"office\": \"SMPN-01\", \"reservations\": [\"%s\"]} list of accepted"
                .formatted(slot, intake.code, id));
    assertThat(
            Database.number(
                "SELECT count(*) FROM audit_log WHERE about @> '{\"reservations\": [\""
                    + id
                    + "\"]}'"))
        .isEqualTo(3);
    assertThat(told(officer)).doesNotContain(nik).doesNotContain("Siti");
  }
}
