package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/**
 * A waiting room before an intake of one test, drawn by a secret that only the test knows: a
 * rehearsal's draw, for no test waits for a beacon.
 */
final class TestRoom {
  final TestIntake intake;
  final String path;
  private final String operator;
  private final String secret;

  /**
   * The opening is far away until {@link #open}.
   *
   * @param more what else is put, as mostInside
   */
  TestRoom(Map<String, Object> more) {
    intake = TestIntake.with("opensAt", Instant.now().plusSeconds(3_000).toString());
    path = "/v1/intakes/" + intake.code + "/waiting-room";
    operator = "/v1/operator/intakes/" + intake.code + "/waiting-room";
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    secret = HexFormat.of().formatHex(bytes);
    var body = new HashMap<String, Object>(more);
    body.put("draw", Map.of("kind", "COMMIT_REVEAL", "commitment", sha256(bytes)));
    body.putIfAbsent("leastPerMinute", 6_000);
    body.putIfAbsent("mostPerMinute", 60_000);
    put("", body).statusCode(200);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  ValidatableResponse put(String what, Object body) {
    return Api.as("operator", "operator").body(body).put(operator + what).then();
  }

  ValidatableResponse undo(String what) {
    return Api.as("operator", "operator").delete(operator + what).then();
  }

  ValidatableResponse figures() {
    return Api.as("operator", "operator").get(operator).then();
  }

  ValidatableResponse enter(String account, UUID id) {
    return enter(account, id, Map.of());
  }

  /**
   * @param body with the answer to the question at the door, where one is asked
   */
  ValidatableResponse enter(String account, UUID id, Map<String, String> body) {
    return Api.citizen(account).body(body).put(path + "/entries/" + id).then();
  }

  /** Enters anew; the entry's id. */
  UUID enter(String account) {
    var id = Api.uuid7();
    enter(account, id).statusCode(201);
    return id;
  }

  ValidatableResponse entry(String account, UUID id) {
    return Api.citizen(account).get(path + "/entries/" + id).then();
  }

  ValidatableResponse leave(String account, UUID id) {
    return Api.citizen(account).delete(path + "/entries/" + id).then();
  }

  long position(String account, UUID id) {
    return entry(account, id).statusCode(200).extract().jsonPath().getLong("position");
  }

  ValidatableResponse pointer() {
    return Api.anybody().get(path).then();
  }

  void awaitState(String state) {
    eventually(() -> pointer().statusCode(200).body("state", equalTo(state)));
  }

  void begin() {
    intake.change("opensAt", Instant.now().minusSeconds(1).toString());
  }

  /** Opens the intake; then the root is out, and nobody has a position yet. */
  void open() {
    begin();
    eventually(() -> Api.anybody().get(path + "/draw").then().statusCode(200));
  }

  /** Closes the intake; its opening must be past. */
  void close() {
    intake.change("closesAt", Instant.now().toString());
    awaitState("CLOSED");
  }

  ValidatableResponse reveal(String evidence) {
    return put("/evidence", Map.of("evidence", evidence));
  }

  ValidatableResponse reveal() {
    return reveal(secret);
  }

  /** Of an opened room. */
  void draw() {
    reveal().statusCode(200);
    awaitState("SERVING");
  }

  ValidatableResponse pass(String account) {
    return Api.citizen(account).post("/v1/intakes/" + intake.code + "/passes").then();
  }

  /** The pass, once it is the account's turn. */
  String awaitPass(String account) {
    eventually(() -> pass(account).statusCode(200));
    return pass(account).extract().jsonPath().getString("pass");
  }

  ValidatableResponse claim(String account, UUID id, long slot, String nik, String pass) {
    return claim(account, id, slot, nik, pass, false);
  }

  ValidatableResponse claim(
      String account, UUID id, long slot, String nik, String pass, boolean waits) {
    var asked = Api.citizen(account);
    if (pass != null) {
      asked.header("Kursi-Pass", pass);
    }
    return asked
        .body(Map.of("slotId", slot, "child", Api.child(nik), "waitList", waits))
        .put("/v1/reservations/" + id)
        .then();
  }
}
