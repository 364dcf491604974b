package id.kursi.reservation;

import static id.kursi.reservation.Api.child;
import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.Response;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What a signed-in stranger can try: other people's reservations, ids, and fields of the service's
 * own.
 */
@ServiceTest
class AttackTest {
  /** All that anybody can ask about one reservation. */
  private static Map<String, Response> asked(String account, String id, long slot) {
    var answers = new LinkedHashMap<String, Response>();
    answers.put("read", Api.citizen(account).get("/v1/reservations/" + id));
    answers.put("confirm", Api.citizen(account).put("/v1/reservations/" + id + "/confirmation"));
    answers.put("cancel", Api.citizen(account).put("/v1/reservations/" + id + "/cancellation"));
    answers.put(
        "move",
        Api.citizen(account)
            .body(Map.of("id", uuid7(), "slotId", slot))
            .put("/v1/reservations/" + id + "/move"));
    for (var step : List.of("confirmation", "void")) {
      answers.put(
          "officer's " + step,
          Api.as("officer", account, "SMPN-02")
              .body(Map.of("reason", "x"))
              .put("/v1/officer/reservations/" + id + "/" + step));
    }
    return answers;
  }

  /** Were there a difference, ids could be tried out. */
  @Test
  void anothersReservationIsAnsweredToTheLetterAsOneThatIsNot() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(3);
    var id = uuid7();
    claim("owner", id, slot, nik()).statusCode(201);
    var none = asked("prowler", uuid7().toString(), slot);
    asked("prowler", id.toString(), slot)
        .forEach(
            (what, answer) -> {
              assertThat(answer.statusCode()).as(what).isEqualTo(404);
              assertThat(answer.asString()).as(what).isEqualTo(none.get(what).asString());
              assertThat(told(answer)).as(what).isEqualTo(told(none.get(what)));
            });
    assertThat(Api.status("owner", id)).isEqualTo("HELD");
    // A page that begins at another's reservation begins nowhere.
    var mine = uuid7();
    claim("prowler", mine, slot, nik()).statusCode(201);
    Api.citizen("prowler")
        .get("/v1/reservations?after=" + id)
        .then()
        .statusCode(200)
        .body("reservations", org.hamcrest.Matchers.empty());
    // Nor can a stranger's move take the other's id for its new one.
    Api.move("prowler", mine, id, intake.slot("SMPN-02", "DOMICILE", 1))
        .statusCode(409)
        .body("reservation", nullValue());
    assertThat(Api.status("prowler", mine)).isEqualTo("HELD");
  }

  private static Map<String, String> told(Response answer) {
    var headers = new HashMap<String, String>();
    answer
        .headers()
        .forEach(header -> headers.put(header.getName().toLowerCase(), header.getValue()));
    headers.remove("x-request-id");
    return headers;
  }

  /** The child of another family, taken under an id of one's own: only that it is there is told. */
  @Test
  void aChildTakenByAnotherFamilyTellsNothingOfIt() {
    var slot = TestIntake.open().slot(3);
    var nik = nik();
    var id = uuid7();
    claim("owner", id, slot, nik).statusCode(201);
    var answer =
        claim("prowler", uuid7(), slot, nik)
            .statusCode(409)
            .body("reservation", nullValue())
            .extract()
            .asString();
    assertThat(answer).doesNotContain(id.toString(), "owner", "Siti");
  }

  @Test
  void idsOfOtherKindsAreNoIds() {
    var seven = uuid7().toString();
    for (var id :
        List.of(
            new UUID(0, 0).toString(),
            UUID.randomUUID().toString(),
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            seven + "0",
            seven.substring(1),
            seven.replace("-", ""),
            "%7B" + seven + "%7D",
            seven + "%20",
            "%20" + seven,
            seven.substring(0, 35) + "g",
            "0".repeat(4_000),
            "1",
            "-1",
            "'%20OR%20'1'='1",
            "1%3BDROP%20TABLE%20reservation",
            "%00",
            seven.replace("-7", "-\u0667"),
            seven.substring(0, 19) + "c" + seven.substring(20))) {
      asked("prowler", id, 1)
          .forEach(
              (what, answer) -> {
                assertThat(answer.statusCode()).as(what + " " + id).isIn(400, 404, 422);
                assertThat(answer.contentType())
                    .as(what + " " + id)
                    .startsWith("application/problem+json");
              });
      Api.citizen("prowler")
          .body(Map.of("slotId", 1, "child", child(nik())))
          .put("/v1/reservations/" + id)
          .then()
          .statusCode(org.hamcrest.Matchers.in(List.of(400, 404, 422)));
      Api.citizen("prowler")
          .body(Map.of("id", id, "slotId", 1))
          .put("/v1/reservations/" + seven + "/move")
          .then()
          .statusCode(422);
    }
    // Written otherwise it is the same id, and no second one.
    var slot = TestIntake.open().slot(2);
    var nik = nik();
    claim("a", UUID.fromString(seven), slot, nik).statusCode(201);
    Api.citizen("a")
        .body(Map.of("slotId", slot, "child", child(nik)))
        .put("/v1/reservations/" + seven.toUpperCase())
        .then()
        .statusCode(200);
  }

  /** What the service decides is no field of a body, and what the token says is none either. */
  @Test
  void whatTheServiceDecidesCannotBeSent() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    var own =
        Map.<String, Object>ofEntries(
            Map.entry("status", "CONFIRMED"),
            Map.entry("sequence", 1),
            Map.entry("seq", 1),
            Map.entry("account", "victim"),
            Map.entry("receipt", "0000-0000-0000-0"),
            Map.entry("holdUntil", "2199-01-01T00:00:00Z"),
            Map.entry("createdAt", "2000-01-01T00:00:00Z"),
            Map.entry("intake", "smp-2025"),
            Map.entry("id", uuid7()),
            Map.entry("roles", List.of("admin")),
            Map.entry("groups", List.of("admin")),
            Map.entry("offices", List.of("*")),
            Map.entry("actor", "kepala"),
            Map.entry("__proto__", Map.of("admin", true)),
            Map.entry("constructor", 1),
            Map.entry("class", "java.lang.Runtime"),
            Map.entry("@type", "x"));
    own.forEach(
        (name, value) -> {
          var body = new HashMap<String, Object>(Map.of("slotId", slot, "child", child(nik())));
          body.put(name, value);
          Api.citizen("a")
              .body(body)
              .put("/v1/reservations/" + uuid7())
              .then()
              .statusCode(422)
              .body("errors.code", hasItem("unknown"));
          var child = new HashMap<>(child(nik()));
          child.put(name, value);
          Api.citizen("a")
              .body(Map.of("slotId", slot, "child", child))
              .put("/v1/reservations/" + uuid7())
              .then()
              .statusCode(422)
              .body("errors.code", hasItem("unknown"));
          body.put("consent", "signed");
          Api.as("officer", "o")
              .body(body)
              .put("/v1/officer/reservations/" + uuid7())
              .then()
              .statusCode(422)
              .body("errors.code", hasItem("unknown"));
          Api.as("admin", "a")
              .body(Map.of("capacity", 2, name, value))
              .put("/v1/admin/intakes/" + intake.code + "/slots/" + slot + "/capacity")
              .then()
              .statusCode(422);
        });
    assertThat(Database.number("SELECT count(*) FROM reservation WHERE slot_id = " + slot))
        .isZero();
    // Nor by the address or a header: it belongs to whom the token names.
    var id = uuid7();
    Api.citizen("a")
        .header("X-Account", "victim")
        .header("X-Forwarded-User", "victim")
        .body(Map.of("slotId", slot, "child", child(nik())))
        .put("/v1/reservations/" + id + "?account=victim&status=CONFIRMED")
        .then()
        .statusCode(201);
    assertThat(
            Database.text(
                "SELECT account || ' ' || status FROM reservation WHERE id = '" + id + "'"))
        .isEqualTo("a HELD");
  }
}
