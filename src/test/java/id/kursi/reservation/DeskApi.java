package id.kursi.reservation;

import static id.kursi.reservation.Api.child;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;

import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;

/** An officer asks: of the named offices, or of every one where none is named. */
final class DeskApi {
  static final String ONE = "SMPN-01";

  static ValidatableResponse search(String by, String value, String... offices) {
    return Api.as("officer", "bu-tuti", offices)
        .body(Map.of(by, value, "reason", "the mother asks"))
        .post("/v1/officer/reservations/search")
        .then();
  }

  static ValidatableResponse register(
      UUID id, long slot, String nik, boolean waits, String... offices) {
    return Api.as("officer", "bu-tuti", offices)
        .body(
            Map.of(
                "slotId", slot, "child", child(nik), "waitList", waits, "consent", "signed form"))
        .put("/v1/officer/reservations/" + id)
        .then();
  }

  static ValidatableResponse act(UUID id, String step, String... offices) {
    return Api.as("officer", "bu-tuti", offices)
        .body(Map.of("reason", "the father asks"))
        .put("/v1/officer/reservations/" + id + "/" + step)
        .then();
  }

  /** Enters a waiting room for the child of this NIK. */
  static ValidatableResponse enter(TestRoom room, UUID id, String nik, String... offices) {
    return Api.as("officer", "bu-tuti", offices)
        .body(Map.of("nik", nik, "consent", "signed form"))
        .put("/v1/officer" + room.path.substring(3) + "/entries/" + id)
        .then();
  }

  /** Gives an entry up. */
  static ValidatableResponse withdraw(TestRoom room, UUID id, String nik, String... offices) {
    return Api.as("officer", "bu-tuti", offices)
        .body(Map.of("nik", nik, "consent", "signed form"))
        .put("/v1/officer" + room.path.substring(3) + "/entries/" + id + "/withdrawal")
        .then();
  }

  /**
   * @param what waiting-room/search or passes
   */
  static ValidatableResponse ask(TestRoom room, String what, String nik, String... offices) {
    return Api.as("officer", "bu-tuti", offices)
        .body(Map.of("nik", nik, "reason", "the mother asks"))
        .post("/v1/officer/intakes/" + room.intake.code + "/" + what)
        .then();
  }

  private DeskApi() {}
}
