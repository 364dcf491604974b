package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import id.kursi.launcher.TestKeys;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Injected text in the reason of a change, and in what an audit is asked to compare. */
@ServiceTest
class OperatorInjectionTest extends Injected {
  /** Characters of a receipt. */
  private static final int RECEIPT = 16;

  /** As bytes of UTF-8, which no client of Java's puts into a header. */
  @ParameterizedTest
  @MethodSource("texts")
  void inAReason(String text) throws Exception {
    var admin = "admin-" + UUID.randomUUID();
    var body = "{\"name\":{\"id\":\"a\",\"en\":\"b\"}}";
    var request =
        """
        PUT /v1/admin/agencies/inj-%s HTTP/1.1
        Host: kursi
        Authorization: Bearer %s
        Kursi-Reason: %s
        Content-Type: application/json
        Content-Length: %d
        Connection: close

        %s"""
            .formatted(
                UUID.randomUUID(), TestKeys.token(admin, "admin"), text, body.length(), body);
    var answer = Wire.send(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    assertThat(Wire.statuses(answer)).containsExactly(200);
    assertThat(
            Database.number(
                "SELECT count(*) FROM audit_log WHERE actor = '%s' AND reason = ".formatted(admin)
                    + quoted(text)))
        .isEqualTo(1);
  }

  /** A receipt is shorter than most of the texts: what fits is compared, and is no receipt. */
  @ParameterizedTest
  @MethodSource("texts")
  void inANote(String text) {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var id = uuid7();
    Api.claim("a", id, slot, nik()).statusCode(201);
    note(intake, slot, id, text.substring(0, Math.min(RECEIPT, text.length())))
        .statusCode(200)
        .body("different", equalTo(List.of(id.toString())));
    note(intake, slot, id, text).statusCode(text.length() > RECEIPT ? 422 : 200);
  }

  private static ValidatableResponse note(TestIntake intake, long slot, UUID id, String receipt) {
    return Api.as("operator", "o")
        .body(Map.of("notes", List.of(Map.of("id", id, "slotId", slot, "receipt", receipt))))
        .post("/v1/operator/intakes/" + intake.code + "/audit/notes")
        .then();
  }
}
