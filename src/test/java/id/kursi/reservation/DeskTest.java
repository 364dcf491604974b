package id.kursi.reservation;

import static id.kursi.reservation.Api.child;
import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;

/** The help desk, by officers of one school (SMPN-01) and of every school. */
@ServiceTest
class DeskTest {
  private static final String ONE = "SMPN-01";

  private static ValidatableResponse search(String by, String value, String... offices) {
    return Api.as("officer", "bu-tuti", offices)
        .body(Map.of(by, value, "reason", "the mother asks"))
        .post("/v1/officer/reservations/search")
        .then();
  }

  private static ValidatableResponse register(
      UUID id, long slot, String nik, boolean waits, String... offices) {
    return Api.as("officer", "bu-tuti", offices)
        .body(
            Map.of(
                "slotId", slot, "child", child(nik), "waitList", waits, "consent", "signed form"))
        .put("/v1/officer/reservations/" + id)
        .then();
  }

  private static ValidatableResponse act(UUID id, String step, String... offices) {
    return Api.as("officer", "bu-tuti", offices)
        .body(Map.of("reason", "the father asks"))
        .put("/v1/officer/reservations/" + id + "/" + step)
        .then();
  }

  @Test
  void aReservationIsFoundByNikAndByReceiptHoweverItIsTyped() {
    var slot = TestIntake.open().slot(2);
    var nik = nik();
    var id = uuid7();
    String receipt = claim("family", id, slot, nik).statusCode(201).extract().path("receipt");
    search("nik", nik)
        .statusCode(200)
        .body("reservations", hasSize(1))
        .body("reservations[0].reservation.id", equalTo(id.toString()))
        .body("reservations[0].office", equalTo(ONE))
        .body("reservations[0].reservation.child.name", equalTo("Siti Aminah"))
        .body("reservations[0].reservation.child.nik", equalTo("*".repeat(12) + nik.substring(12)))
        .body("reservations[0].timeline.action", equalTo(List.of("CREATED", "SEEN")))
        .body("reservations[0].timeline[1].actor", equalTo("bu-tuti"));
    search("receipt", receipt.toLowerCase().replace("-", "").replace('0', 'o'))
        .statusCode(200)
        .body("reservations.reservation.id", equalTo(List.of(id.toString())));
    search("nik", nik()).statusCode(200).body("reservations", hasSize(0));
  }

  @Test
  void whatHasEndedIsFoundToo() {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    var nik = nik();
    var given = uuid7();
    var moved = uuid7();
    var last = uuid7();
    claim("family", given, slot, nik).statusCode(201);
    step("family", given, "cancellation").statusCode(200);
    claim("family", moved, slot, nik).statusCode(201);
    Api.citizen("family")
        .body(Map.of("id", last, "slotId", intake.slot("SMPN-02", "DOMICILE", 1)))
        .put("/v1/reservations/" + moved + "/move")
        .then()
        .statusCode(201);
    search("nik", nik)
        .body("reservations.reservation.status", containsInAnyOrder("HELD", "MOVED", "CANCELLED"));
    search("nik", nik, ONE)
        .body("reservations.reservation.status", containsInAnyOrder("MOVED", "CANCELLED"));
  }

  @Test
  void anOfficerSeesAndTouchesOnlyTheOfficesOfTheToken() {
    var intake = TestIntake.open();
    var slot = intake.slot(5);
    var other = intake.slot("SMPN-02", "DOMICILE", 5);
    var nik = nik();
    var id = uuid7();
    claim("family", id, other, nik).statusCode(201);
    search("nik", nik, ONE).statusCode(200).body("reservations", hasSize(0));
    act(id, "void", ONE).statusCode(404).body("type", equalTo("/problems/unknown-reservation"));
    act(id, "confirmation", ONE).statusCode(404);
    register(uuid7(), other, nik(), false, ONE)
        .statusCode(403)
        .body("type", equalTo("/problems/not-your-office"));
    register(uuid7(), slot, nik(), false, ONE).statusCode(201);
    assertThat(Api.status("family", id)).isEqualTo("HELD");
    act(id, "void", "SMPN-02").statusCode(200);
    assertThat(Api.status("family", id)).isEqualTo("CANCELLED");
    // A token that names no office serves none.
    search("nik", nik, "").statusCode(200).body("reservations", hasSize(0));
  }

  @Test
  void theDeskRegistersConfirmsAndGivesUpForAFamily() {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    var nik = nik();
    var id = uuid7();
    register(id, slot, nik, false).statusCode(201).body("status", equalTo("HELD"));
    register(id, slot, nik, false).statusCode(200);
    act(id, "confirmation").statusCode(200).body("status", equalTo("CONFIRMED"));
    act(id, "void").statusCode(200).body("status", equalTo("CANCELLED"));
    search("nik", nik)
        .body(
            "reservations[0].timeline.action",
            equalTo(List.of("CREATED", "REGISTERED", "CONFIRMED", "CANCELLED", "SEEN")))
        .body(
            "reservations[0].timeline.reason",
            equalTo(
                java.util.Arrays.asList(
                    null, "signed form", "the father asks", "the father asks", "the mother asks")));
    intake.assertSound();
  }

  @Test
  void familiesOfTheDeskDoNotShareALimit() {
    var slot = TestIntake.with("seatsPerAccount", 1).slot(3);
    for (int i = 0; i < 3; i++) {
      register(uuid7(), slot, nik(), false).statusCode(201);
    }
  }

  @Test
  void aVerifiedChildOfTheDeskBelongsToItsFamilysAccount() {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    var nik = nik();
    Api.as("admin", "admin")
        .contentType("text/csv")
        .body("nik,account\n" + nik + ",family-of-" + nik.substring(12))
        .put("/v1/admin/intakes/" + intake.code + "/roster")
        .then()
        .statusCode(200);
    var id = uuid7();
    register(id, slot, nik, false).statusCode(201);
    assertThat(Api.status("family-of-" + nik.substring(12), id)).isEqualTo("HELD");
    register(uuid7(), slot, nik(), false)
        .statusCode(409)
        .body("type", equalTo("/problems/not-on-roster"));
  }

  @Test
  void whoeverIsRefusedAtTheDeskIsGivenASignedProof() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    var id = uuid7();
    var nik = nik();
    var before = Instant.now().getEpochSecond();
    String proof =
        register(id, slot, nik, false)
            .statusCode(409)
            .body("type", equalTo("/problems/slot-full"))
            .extract()
            .path("proof");
    var claims = published().processToClaims(proof);
    assertThat(claims.getJwtId()).isEqualTo(id.toString());
    assertThat(claims.getIssuedAt().getValue()).isBetween(before - 1, before + 60);
    assertThat(claims.getStringClaimValue("intake")).isEqualTo(intake.code);
    assertThat(claims.getStringClaimValue("reason")).isEqualTo("slot-full");
    assertThat(claims.getStringClaimValue("child")).isEqualTo("*".repeat(12) + nik.substring(12));
    var where = (Map<?, ?>) claims.getClaimValue("slot");
    assertThat(where.get("id")).isEqualTo(slot);
    assertThat(where.get("office")).isEqualTo(ONE);
    assertThat(where.get("track")).isEqualTo("DOMICILE");
    var forged =
        proof.substring(0, proof.lastIndexOf('.') - 3) + proof.substring(proof.lastIndexOf('.'));
    assertThatThrownBy(() -> published().processToClaims(forged))
        .isInstanceOf(InvalidJwtException.class);
    // A citizen's refusal costs no signature.
    claim("b", uuid7(), slot, nik).statusCode(409).body("proof", nullValue());
  }

  private static JwtConsumer published() throws Exception {
    var keys = Api.anybody().get("/v1/keys").then().statusCode(200).extract().asString();
    assertThat(keys).doesNotContain("\"d\"");
    return new JwtConsumerBuilder()
        .setVerificationKeyResolver(
            new JwksVerificationKeyResolver(new JsonWebKeySet(keys).getJsonWebKeys()))
        .setExpectedType(true, "kursi-refusal+jwt")
        .setExpectedIssuer("kursi")
        .build();
  }

  @Test
  void everyRefusalIsProvenAndNothingElse() {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var nik = nik();
    var id = uuid7();
    register(id, slot, nik, false).statusCode(201);
    register(uuid7(), slot, nik, false)
        .body("type", equalTo("/problems/already-registered"))
        .body("reservation", equalTo(id.toString()))
        .body("proof", startsWith("ey"));
    register(id, slot, nik(), false)
        .body("type", equalTo("/problems/id-in-use"))
        .body("proof", nullValue());
    register(uuid7(), 999_999_999, nik(), false).statusCode(404).body("proof", nullValue());
    register(uuid7(), slot, nik(), true).statusCode(201).body("status", equalTo("WAITING"));
    intake.pause("Sebentar", "One moment");
    register(uuid7(), slot, nik(), false)
        .body("type", equalTo("/problems/paused"))
        .body("proof", startsWith("ey"));
    intake.resume();
  }

  @Test
  void whatTheDeskTypesWrongIsToldAllAtOnceAndNeverRepeated() {
    var nik = nik();
    search("receipt", "1111-1111-1111-Z")
        .statusCode(422)
        .body("errors.code", equalTo(List.of("receipt")));
    search("nik", nik + "9").statusCode(422).body("errors.field", equalTo(List.of("/nik")));
    var both = new HashMap<String, Object>(Map.of("nik", nik, "receipt", "0000-0000-0000-0"));
    var answer =
        Api.as("officer", "o")
            .body(both)
            .post("/v1/officer/reservations/search")
            .then()
            .statusCode(422)
            .body("errors.code", containsInAnyOrder("one-of", "required"))
            .extract()
            .asString();
    assertThat(answer).doesNotContain(nik);
    Api.as("officer", "o")
        .body(Map.of("slotId", 1))
        .put("/v1/officer/reservations/" + uuid7())
        .then()
        .statusCode(422)
        .body("errors.field", containsInAnyOrder("/child", "/consent"));
    Api.citizen("o")
        .body(Map.of("nik", nik, "reason", "x"))
        .post("/v1/officer/reservations/search")
        .then()
        .statusCode(403);
  }
}
