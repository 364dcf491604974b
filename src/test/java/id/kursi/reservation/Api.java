package id.kursi.reservation;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import id.kursi.launcher.TestKeys;
import id.kursi.platform.ProblemType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Speaks HTTP to the service under test, so that a test says what it means in a few lines. */
final class Api {
  private static final Random RANDOM = new Random();
  private static final AtomicLong NIKS = new AtomicLong(RANDOM.nextInt(1_000_000));

  static UUID uuid7() {
    long time = Instant.now().toEpochMilli();
    return new UUID(
        time << 16 | 0x7000 | RANDOM.nextInt(0x1000),
        RANDOM.nextLong() >>> 2 | 0x8000000000000000L);
  }

  /** A NIK that no other test uses: the area, a birth date, and a running number. */
  static String nik() {
    long n = NIKS.incrementAndGet();
    return "3674"
        + String.format("%02d", 10 + n / 10_000 % 90)
        + "170513"
        + String.format("%04d", n % 10_000);
  }

  static RequestSpecification as(String role, String account, String... offices) {
    return anybody()
        .header("Authorization", "Bearer " + TestKeys.token(account, role, offices))
        .contentType("application/json");
  }

  static RequestSpecification citizen(String account) {
    return as("citizen", account);
  }

  static Map<String, Object> child(String nik) {
    return Map.of(
        "nik",
        nik,
        "name",
        "Siti Aminah",
        "birthDate",
        "2013-05-17",
        "guardianName",
        "Budi Santoso",
        "guardianPhone",
        "081234567890");
  }

  static ValidatableResponse claim(String account, UUID id, long slot, String nik) {
    return claim(account, id, slot, nik, false);
  }

  static ValidatableResponse claim(String account, UUID id, long slot, String nik, boolean waits) {
    return citizen(account)
        .body(Map.of("slotId", slot, "child", child(nik), "waitList", waits))
        .put("/v1/reservations/" + id)
        .then();
  }

  static ValidatableResponse step(String account, UUID id, String step) {
    return citizen(account).put("/v1/reservations/" + id + "/" + step).then();
  }

  static ValidatableResponse move(String account, UUID from, UUID to, long slot) {
    return citizen(account)
        .body(Map.of("id", to.toString(), "slotId", slot))
        .put("/v1/reservations/" + from + "/move")
        .then();
  }

  /**
   * Sends on a thread of its own. A new thread has the class loader of whoever makes it; those of
   * the common pool have another, under which no body can be written.
   */
  static CompletableFuture<Void> beside(Runnable request) {
    return CompletableFuture.runAsync(request, task -> new Thread(task).start());
  }

  static String status(String account, UUID id) {
    return citizen(account).get("/v1/reservations/" + id).jsonPath().getString("status");
  }

  /** Without a token; what is sent and answered is held to the OpenAPI document. */
  static RequestSpecification anybody() {
    return given().filter(Contract.KEPT);
  }

  /** The document of this type, whole: what every refusal has, in both languages. */
  static void assertProblem(ValidatableResponse answer, ProblemType type) {
    answer
        .statusCode(type.status())
        .contentType("application/problem+json")
        .body("type", equalTo(type.uri()))
        .body("status", equalTo(type.status()))
        .body("title", notNullValue())
        .body("message.id", equalTo(type.title().id()))
        .body("message.en", equalTo(type.title().en()));
  }

  private Api() {}
}
