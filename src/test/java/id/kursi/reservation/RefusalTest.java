package id.kursi.reservation;

import static id.kursi.reservation.Api.assertProblem;
import static id.kursi.reservation.Api.citizen;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasItem;

import id.kursi.platform.Form;
import id.kursi.platform.ProblemType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What citizens and admins can send wrong, and the problem document that each gets. */
@ServiceTest
class RefusalTest {
  private static ValidatableResponse put(String body) {
    return citizen("a").body(body).put("/v1/reservations/" + uuid7()).then();
  }

  @Test
  void malformedJson() {
    assertProblem(put("{\"slotId\":1"), ProblemType.MALFORMED_JSON);
    assertProblem(put(""), ProblemType.MALFORMED_JSON);
    assertProblem(put("[]"), ProblemType.MALFORMED_JSON);
  }

  @Test
  void allInvalidFieldsAtOnce() {
    var answer =
        put(
            "{\"slotId\":\"one\",\"waitList\":\"yes\",\"vip\":true,\"child\":{\"nik\":\"3674019905139876\",\"name\":\"\","
                + "\"birthDate\":\"2999-01-01\",\"guardianPhone\":\"call me\",\"age\":12}}");
    assertProblem(answer, ProblemType.INVALID_FIELDS);
    answer
        .body(
            "errors.field",
            containsInAnyOrder(
                "/slotId",
                "/waitList",
                "/vip",
                "/child/nik",
                "/child/name",
                "/child/birthDate",
                "/child/guardianName",
                "/child/guardianPhone",
                "/child/age"))
        .body(
            "errors.code",
            containsInAnyOrder(
                "number",
                "flag",
                "unknown",
                "nik",
                "text",
                "birth-date",
                "required",
                "phone",
                "unknown"))
        .body("errors.message.id", hasItem("Wajib diisi."));
    assertThat(answer.extract().asString())
        .doesNotContain("3674019905139876")
        .doesNotContain("call me");
  }

  @Test
  void anAdminHearsOfEveryWrongFieldToo() {
    var answer =
        Api.as("admin", "admin")
            .body(
                Map.of(
                    "service",
                    "none",
                    "title",
                    Map.of("id", "x"),
                    "allocation",
                    "LOTTERY",
                    "opensAt",
                    "2026-06-24",
                    "closesAt",
                    "2026-06-24T08:00:00+07:00",
                    "holdFor",
                    "PT1M",
                    "holdDeadline",
                    "2026-06-23T08:00:00+07:00"))
            .put("/v1/admin/intakes/test-x")
            .then();
    assertProblem(answer, ProblemType.INVALID_FIELDS);
    answer.body(
        "errors.field",
        containsInAnyOrder("/title/en", "/allocation", "/opensAt", "/holdDeadline", "/holdFor"));
    var unknown =
        Api.as("admin", "admin")
            .body(
                Map.of(
                    "service",
                    "none",
                    "title",
                    Map.of("id", "x", "en", "x"),
                    "allocation",
                    "ARRIVAL",
                    "opensAt",
                    "2026-06-24T08:00:00+07:00",
                    "closesAt",
                    "2026-06-24T14:00:00+07:00"))
            .put("/v1/admin/intakes/test-x")
            .then();
    assertProblem(unknown, ProblemType.INVALID_FIELDS);
    unknown.body("errors.field", hasItem("/service"));
  }

  @Test
  void anIdThatIsNoUuid7() {
    for (var id : new String[] {"1", "not-an-id", "d9428888-122b-41e1-b85c-61e3c0b6a5b1"}) {
      var answer =
          citizen("a")
              .body(Map.of("slotId", 1, "child", Api.child(nik())))
              .put("/v1/reservations/" + id)
              .then();
      assertProblem(answer, ProblemType.INVALID_FIELDS);
      answer.body("errors.field", hasItem("id"));
    }
  }

  @Test
  void aBodyOverTheLimit() {
    assertProblem(
        put("{\"slotId\":" + " ".repeat(Form.MAX_BODY) + "1}"), ProblemType.BODY_TOO_LARGE);
  }

  @Test
  void aBodyFarOverTheLimitIsNotEvenRead() throws Exception {
    assertThat(
            Wire.send(
                "PUT /v1/reservations/"
                    + uuid7()
                    + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n{"))
        .startsWith("HTTP/1.1 413")
        .contains("/problems/body-too-large");
  }

  @Test
  void aBodyThatIsNotJson() {
    assertProblem(
        citizen("a").contentType("text/plain").body("x").put("/v1/reservations/" + uuid7()).then(),
        ProblemType.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void anAddressOrAMethodThatIsNotThere() {
    assertProblem(citizen("a").get("/v1/nothing").then(), ProblemType.NOT_FOUND);
    assertProblem(citizen("a").get("/nothing").then(), ProblemType.NOT_FOUND);
    assertProblem(
        citizen("a").delete("/v1/reservations/" + uuid7()).then(), ProblemType.METHOD_NOT_ALLOWED);
    assertProblem(Api.anybody().get("/v1/intakes/nothing").then(), ProblemType.UNKNOWN_INTAKE);
    assertProblem(
        citizen("a").accept("image/png").get("/v1/reservations").then(),
        ProblemType.NOT_ACCEPTABLE);
  }
}
