package id.kursi.reservation;

import static id.kursi.reservation.Api.anybody;
import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is offered and what is free: from memory, the same for everybody. */
@ServiceTest
class PublicReadsTest {
  private static String etag(String path) {
    return anybody().get(path).then().statusCode(200).extract().header("ETag");
  }

  private static String slots(TestIntake intake) {
    return "/v1/intakes/" + intake.code + "/slots";
  }

  @Test
  void slotsAreFilteredBySchoolAndTrack() {
    var intake = TestIntake.open();
    intake.slot("SMPN-01", "DOMICILE", 3);
    intake.slot("SMPN-01", "TRANSFER", 4);
    intake.slot("SMPN-02", "DOMICILE", 5);
    anybody().get(slots(intake)).then().body("slots", hasSize(3));
    anybody()
        .get(slots(intake) + "?office=SMPN-01")
        .then()
        .body("slots.office", everyItem(is("SMPN-01")))
        .body("slots", hasSize(2));
    anybody()
        .get(slots(intake) + "?office=SMPN-01&track=TRANSFER")
        .then()
        .body("slots.capacity", equalTo(List.of(4)));
    anybody().get(slots(intake) + "?office=NOWHERE").then().body("slots", hasSize(0));
  }

  @Test
  void aReadIsTakenAgainOnlyWhenSomethingChanged() {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    for (var path : List.of("/v1/intakes", "/v1/intakes/" + intake.code, slots(intake))) {
      var etag = etag(path);
      RestAssured.given()
          .header("If-None-Match", etag)
          .get(path)
          .then()
          .statusCode(304)
          .header("ETag", etag)
          .header("Kursi-As-Of", not(Instant.EPOCH.toString()))
          .body(equalTo(""));
    }
    var before = etag(slots(intake));
    claim("a", uuid7(), slot, nik()).statusCode(201);
    eventually(() -> assertThat(etag(slots(intake))).isNotEqualTo(before));
    RestAssured.given()
        .header("If-None-Match", before)
        .get(slots(intake))
        .then()
        .statusCode(200)
        .body("slots[0].free", equalTo(1));
  }

  @Test
  void theEtagBeginsWithTheLedgersVersion() throws Exception {
    var intake = TestIntake.open();
    intake.slot(2);
    var slot = intake.slot("SMPN-02", "DOMICILE", 2);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    var version =
        Database.number("SELECT sum(version) FROM slot_ledger WHERE intake_id = " + intake.id());
    eventually(() -> assertThat(etag(slots(intake))).startsWith("W/\"" + version + "-"));
  }

  @Test
  void aReadSaysHowOldItIsAndWhenToAskAgain() {
    anybody()
        .get("/v1/intakes")
        .then()
        .header("Cache-Control", "public, max-age=1")
        .header("Vary", "Accept-Encoding, Origin")
        .header("Kursi-Ask-Again-Ms", matchesPattern("\\d+-\\d+"));
    var asOf = Instant.parse(anybody().get("/v1/intakes").header("Kursi-As-Of"));
    assertThat(asOf).isBetween(Instant.now().minusSeconds(10), Instant.now().plusSeconds(2));
    eventually(
        () ->
            assertThat(Instant.parse(anybody().get("/v1/intakes").header("Kursi-As-Of")))
                .isAfter(asOf));
  }

  @Test
  void compressedAndPlainSayTheSame() {
    var plain = anybody().get("/v1/intakes/smp-2025/slots").asString();
    var config =
        RestAssured.config()
            .decoderConfig(
                DecoderConfig.decoderConfig().contentDecoders(DecoderConfig.ContentDecoder.GZIP));
    var compressed = RestAssured.given().config(config).get("/v1/intakes/smp-2025/slots");
    compressed.then().header("Content-Encoding", "gzip");
    assertThat(compressed.asString()).isEqualTo(plain);
  }

  @Test
  void aHeadIsAReadWithoutABody() {
    RestAssured.given()
        .head("/v1/intakes/smp-2025/slots")
        .then()
        .statusCode(200)
        .header("ETag", etag("/v1/intakes/smp-2025/slots"))
        .body(equalTo(""));
  }

  @Test
  void aSlotNeverShowsFreeWhatIsTaken() {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    var taken = Instant.now();
    eventually(
        () -> {
          var read = anybody().get(slots(intake));
          assertThat(Instant.parse(read.header("Kursi-As-Of"))).isAfter(taken.plusMillis(50));
          assertThat(read.jsonPath().getInt("slots[0].free")).isZero();
        });
  }

  @Test
  void whoeverListensHearsEachChangeAsTheSameBytes() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    var lines = new CopyOnWriteArrayList<String>();
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://localhost:" + RestAssured.port + slots(intake) + "/events"))
              .build();
      client
          .sendAsync(request, BodyHandlers.ofLines())
          .thenApply(HttpResponse::body)
          .thenAccept(all -> all.forEach(lines::add));
      eventually(() -> assertThat(data(lines)).hasSize(1));
      claim("a", uuid7(), slot, nik()).statusCode(201);
      eventually(() -> assertThat(data(lines).getLast()).contains("\"free\":1"));
      assertThat(data(lines).getLast()).isEqualTo(anybody().get(slots(intake)).asString());
      client.shutdownNow();
    }
  }

  private static List<String> data(List<String> lines) {
    var data = new ArrayList<String>();
    for (var line : lines) {
      if (line.startsWith("data: ")) {
        data.add(line.substring(6));
      }
    }
    return data;
  }

  @Test
  void nobodyListensToWhatIsNotThere() {
    anybody()
        .get("/v1/intakes/none/slots/events")
        .then()
        .statusCode(404)
        .body("type", equalTo("/problems/unknown-intake"));
  }
}
