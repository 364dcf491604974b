package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.kursi.launcher.FreshDatabase;
import id.kursi.launcher.PackagedService;
import io.restassured.RestAssured;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is packaged, jar or native executable, asked over HTTP for everything that a native build
 * could have left out: views and problem documents as JSON, scripts, migrations, the demo, pages,
 * tokens, health, metrics, logs.
 */
class PackagedIT {
  private static PackagedService service;

  @BeforeAll
  static void start() throws Exception {
    var settings = new FreshDatabase().start();
    settings.put("kursi.demo.load", "true");
    service = PackagedService.start(settings);
    RestAssured.port = service.port();
    eventually(() -> Api.anybody().get("/q/health/ready").then().statusCode(200));
    eventually(TestIntake::open);
  }

  @AfterAll
  static void end() {
    service.close();
    RestAssured.reset();
  }

  @Test
  void aParentReadsClaimsRepeatsConfirmsAndFindsTheirOwn() {
    Api.anybody()
        .get("/v1/intakes")
        .then()
        .statusCode(200)
        .body("intakes.code", hasItem("smp-2025"))
        .body("intakes.find { it.code == 'smp-2025' }.title.id", notNullValue());
    long slot =
        Api.anybody()
            .get("/v1/intakes/smp-2025/slots?office=SMPN-03&track=DOMICILE")
            .then()
            .body("slots", hasSize(1))
            .extract()
            .jsonPath()
            .getLong("slots[0].slotId");
    var id = uuid7();
    var nik = nik();
    var receipt =
        claim("rina", id, slot, nik)
            .statusCode(201)
            .header("Location", "/v1/reservations/" + id)
            .body("status", equalTo("HELD"))
            .extract()
            .<String>path("receipt");
    claim("rina", id, slot, nik).statusCode(200).body("receipt", equalTo(receipt));
    step("rina", id, "confirmation").statusCode(200).body("status", equalTo("CONFIRMED"));
    Api.citizen("rina")
        .get("/v1/reservations")
        .then()
        .body("reservations", hasSize(1))
        .body("reservations[0].receipt", equalTo(receipt));
    Api.citizen("rina")
        .get("/v1/reservations/" + id)
        .then()
        .body("child.nik", endsWith(nik.substring(12)))
        .body("child.birthDate", equalTo("2013-05-17"));
  }

  @Test
  void aRefusalNamesEveryFieldInBothLanguages() {
    Api.citizen("a")
        .header("Accept-Language", "id")
        .body(Map.of("slotId", 1, "child", Map.of("nik", "12", "name", "")))
        .put("/v1/reservations/" + uuid7())
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .header("X-Request-Id", notNullValue())
        .body("type", equalTo("/problems/invalid-fields"))
        .body("message.id", notNullValue())
        .body("message.en", notNullValue())
        .body(
            "errors.field",
            containsInAnyOrder(
                "/child/nik",
                "/child/name",
                "/child/birthDate",
                "/child/guardianName",
                "/child/guardianPhone"));
  }

  @Test
  void aFullSlotIsRefusedWithWhatIsFree() {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var free = intake.slot("SMPN-02", "DOMICILE", 3);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    eventually(
        () ->
            claim("b", uuid7(), slot, nik())
                .statusCode(409)
                .body("type", equalTo("/problems/slot-full"))
                .body("nearest.slotId", hasItem((int) free))
                .body("nearest[0].free", equalTo(3)));
    // The first refusal may be the ledger's; the doorman's scripts are in the package too.
    eventually(
        () -> {
          claim("b", uuid7(), slot, nik()).statusCode(409);
          assertThat(metrics())
              .containsPattern("kursi_claims_total\\{by=\"doorman\",outcome=\"full\",?} [1-9]");
        });
    intake.assertSound();
  }

  private static String metrics() {
    return Api.anybody().port(service.managementPort()).get("/q/metrics").asString();
  }

  @Test
  void tokensOfBothKindsAreChecked() {
    for (var kind : new String[] {"RSA", "EC"}) {
      var token = id.kursi.launcher.TestKeys.sign(id.kursi.launcher.TestKeys.claims(), kind);
      Api.anybody()
          .header("Authorization", "Bearer " + token)
          .get("/v1/reservations")
          .then()
          .statusCode(200);
      Api.anybody()
          .header("Authorization", "Bearer " + token + "x")
          .get("/v1/reservations")
          .then()
          .statusCode(401)
          .body("type", equalTo("/problems/invalid-token"));
    }
  }

  @Test
  void anOfficerGivesUpASeatAndSaysWhy() {
    var id = uuid7();
    claim("a", id, TestIntake.open().slot(1), nik()).statusCode(201);
    Api.as("officer", "officer")
        .body(Map.of("reason", "Uji"))
        .put("/v1/officer/reservations/" + id + "/void")
        .then()
        .statusCode(200);
    assertThat(Api.status("a", id)).isEqualTo("CANCELLED");
  }

  @Test
  void pagesAndTheirTemplatesAreThere() {
    Api.anybody().get("/").then().statusCode(200).body(containsString("smp-2025"));
    Api.anybody().get("/problems").then().statusCode(200).body(containsString("slot-full"));
    Api.anybody().get("/q/openapi").then().statusCode(200).body(containsString("Kursi"));
  }

  @Test
  void healthTellsItsDetailsOnlyToOperators() {
    Api.anybody().get("/q/health/ready").then().body("$", equalTo(Map.of("status", "UP")));
    Api.anybody()
        .port(service.managementPort())
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'seat-path' }.data.seatCounter", notNullValue());
    for (var inside :
        new String[] {"/q/metrics", "/q/swagger-ui", "/q/dev-ui", "/q/arc", "/q/info"}) {
      Api.anybody().get(inside).then().statusCode(404);
    }
    Api.anybody()
        .header("X-Request-Id", "not a word")
        .get("/v1/intakes")
        .then()
        .header("X-Request-Id", matchesPattern("[0-9a-f]{8}-[0-9a-z]+"));
  }

  @Test
  void everyLineOfTheLogIsAJsonObjectAndTracesAreOff() throws Exception {
    var lines = service.log().lines().toList();
    assertThat(lines).hasSizeGreaterThan(3);
    for (var line : lines) {
      var entry = new ObjectMapper().readTree(line);
      assertThat(entry.path("level").asText()).as(line).isNotEmpty();
      assertThat(entry.path("message").asText()).as(line).isNotEmpty();
    }
  }
}
