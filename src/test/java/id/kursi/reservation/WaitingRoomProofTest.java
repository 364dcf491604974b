package id.kursi.reservation;

import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.junit.jupiter.api.Test;

/** What the room signs, checked by the published keys. */
@ServiceTest
class WaitingRoomProofTest {
  private static final String ENTRY = "kursi-entry+jwt";
  private static final String FREEZE = "kursi-freeze+jwt";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Neither with a letter of its signature missing, nor as a document of another kind. */
  private static void assertForgeriesAreFound(String signed, String type, String other)
      throws Exception {
    int signature = signed.lastIndexOf('.') + 1;
    var forged = signed.substring(0, signature) + signed.substring(signature + 4);
    assertThatThrownBy(() -> PublishedKeys.checking(type).processToClaims(forged))
        .isInstanceOf(InvalidJwtException.class);
    assertThatThrownBy(() -> PublishedKeys.checking(other).processToClaims(signed))
        .isInstanceOf(InvalidJwtException.class);
  }

  @Test
  void theStatementOfTheFreezeSaysWhatThePageSays() throws Exception {
    var room = new TestRoom(Map.of());
    for (int i = 0; i < 3; i++) {
      room.enter("proven-" + UUID.randomUUID());
    }
    room.open();
    var page = JSON.readTree(Api.anybody().get(room.path + "/draw").asString());
    var signed = page.path("statement").asText();
    var claims = PublishedKeys.checking(FREEZE).processToClaims(signed);
    var frozen = JSON.readTree(claims.toJson()).path("frozen");
    assertThat(frozen).isEqualTo(page.path("frozen"));
    assertThat(frozen.path("intake").asText()).isEqualTo(room.intake.code);
    assertThat(frozen.path("entries").asInt()).isEqualTo(3);
    var frozenAt = Instant.parse(page.path("frozenAt").asText());
    var rootAt = Instant.parse(page.path("rootAt").asText());
    assertThat(Instant.parse(claims.getStringClaimValue("frozenAt"))).isEqualTo(frozenAt);
    assertThat(claims.getIssuedAt().getValue())
        .isBetween(frozenAt.getEpochSecond() - 1, rootAt.getEpochSecond() + 1);
    assertForgeriesAreFound(signed, FREEZE, ENTRY);

    // What was signed before the value was known is what stands after it.
    room.draw();
    Api.anybody().get(room.path + "/draw").then().body("statement", equalTo(signed));
  }

  @Test
  void aReceiptNamesTheEntryWhoseInclusionIsShown() throws Exception {
    var room = new TestRoom(Map.of());
    room.enter("proven-" + UUID.randomUUID());
    var family = "proven-" + UUID.randomUUID();
    var id = uuid7();
    var entered = room.enter(family, id).statusCode(201).extract().jsonPath();
    var signed = entered.getString("receipt");
    var claims = PublishedKeys.checking(ENTRY).processToClaims(signed);
    assertThat(claims.getJwtId()).isEqualTo(id.toString());
    assertThat(claims.getStringClaimValue("intake")).isEqualTo(room.intake.code);
    assertThat(claims.getClaimValue("number", Long.class)).isEqualTo(2);
    assertThat(claims.getIssuedAt().getValue())
        .isEqualTo(Instant.parse(entered.getString("enteredAt")).getEpochSecond());
    assertThat(claims.toJson()).doesNotContain(family);
    assertForgeriesAreFound(signed, ENTRY, FREEZE);

    room.open();
    Api.citizen(family)
        .get(room.path + "/entries/" + id + "/inclusion")
        .then()
        .statusCode(200)
        .body("number", equalTo(2))
        .body("entry", equalTo(id.toString()))
        .body("salt", equalTo(claims.getStringClaimValue("salt")));
  }
}
