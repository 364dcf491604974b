package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a roster nobody can claim a seat for another family's child. */
@ServiceTest
class RosterTest {
  private static ValidatableResponse roster(TestIntake intake, String... lines) {
    return AdminApi.csv(
        "intakes/" + intake.code + "/roster", "nik,account,status\n" + String.join("\n", lines));
  }

  private static ValidatableResponse refused(String account, long slot, String nik) {
    return claim(account, uuid7(), slot, nik)
        .statusCode(409)
        .body("type", equalTo("/problems/not-on-roster"));
  }

  @Test
  void onlyTheFamilyThatWasVerifiedCanClaim() {
    var intake = TestIntake.open();
    var slot = intake.slot(5);
    var child = nik();
    roster(intake, child + ",family,").statusCode(200).body("lines", equalTo(1));
    Api.anybody().get("/v1/intakes/" + intake.code).then().body("roster", equalTo(true));
    refused("thief", slot, child);
    refused("family", slot, nik());
    var id = uuid7();
    claim("family", id, slot, child).statusCode(201);
    claim("family", id, slot, child).statusCode(200);
    // Whoever is not on the list learns nothing of those who are: not even that one is registered.
    refused("thief", slot, child).body("reservation", nullValue());
    claim("family", uuid7(), slot, child)
        .statusCode(409)
        .body("type", equalTo("/problems/already-registered"));
    intake.assertSound();
  }

  @Test
  void linesAreAddedChangedAndWithdrawn() {
    var intake = TestIntake.open();
    var slot = intake.slot(5);
    var moved = nik();
    var withdrawn = nik();
    roster(intake, moved + ",wrong,", withdrawn + ",b,VERIFIED").statusCode(200);
    roster(intake, moved + ",right,VERIFIED", withdrawn + ",b,WITHDRAWN").statusCode(200);
    refused("wrong", slot, moved);
    refused("b", slot, withdrawn);
    claim("right", uuid7(), slot, moved).statusCode(201);
    Api.as("admin", "admin")
        .delete("/v1/admin/intakes/" + intake.code + "/roster")
        .then()
        .statusCode(200)
        .body("roster", equalTo(false));
    claim("b", uuid7(), slot, withdrawn).statusCode(201);
  }

  @Test
  void anEntryForOneIntakeCountsInNoOther() {
    var child = nik();
    roster(TestIntake.open(), child + ",family,").statusCode(200);
    var other = TestIntake.open();
    var slot = other.slot(1);
    roster(other, nik() + ",somebody,").statusCode(200);
    refused("family", slot, child);
  }

  @Test
  void everyWrongLineIsToldWithoutItsNik() {
    var intake = TestIntake.open();
    var child = nik();
    var answer =
        roster(intake, child + ",a,", child + ",b,", "123,c,", nik() + ",,", nik() + ",d,MAYBE")
            .statusCode(422)
            .body("errors.line", equalTo(List.of(3, 4, 5, 6)))
            .body("errors.code", equalTo(List.of("twice", "nik", "required", "choice")))
            .extract()
            .asString();
    assertThat(answer).doesNotContain(child);
    Api.anybody().get("/v1/intakes/" + intake.code).then().body("roster", equalTo(false));
  }

  @Test
  void aChildTakenOffTheRosterLosesItsPlaceAndTheNextIsOffered() {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var children = List.of(nik(), nik(), nik());
    for (var child : children) {
      roster(intake, child + ",f" + children.indexOf(child) + ",").statusCode(200);
    }
    var seat = uuid7();
    var first = uuid7();
    var second = uuid7();
    claim("f0", seat, slot, children.get(0)).statusCode(201);
    claim("f1", first, slot, children.get(1), true).statusCode(201);
    claim("f2", second, slot, children.get(2), true).statusCode(201);
    roster(intake, children.get(1) + ",f1,WITHDRAWN").statusCode(200);
    step("f0", seat, "cancellation").statusCode(200);
    assertThat(Api.status("f1", first)).isEqualTo("LAPSED");
    assertThat(Api.status("f2", second)).isEqualTo("HELD");
    intake.assertSound();
  }

  @Test
  void theDatabaseItselfRefusesAChildOfAnotherFamily() {
    var intake = TestIntake.open();
    var slot = intake.slot(5);
    var child = nik();
    roster(intake, child + ",family,").statusCode(200);
    var id = uuid7();
    claim("family", id, slot, child).statusCode(201);
    step("family", id, "cancellation").statusCode(200);
    assertThatThrownBy(
            () ->
                Database.execute(
                    "INSERT INTO reservation (id, intake_id, slot_id, account, holder, print, sealed, receipt, status, seq,"
                        + " hold_until, created_at, changed_at) SELECT md5(random()::text)::uuid, intake_id, slot_id, 'thief',"
                        + " holder, print, sealed, 'R9' || id, 'HELD', seq + 1, hold_until, created_at, changed_at"
                        + " FROM reservation WHERE id = '"
                        + id
                        + "'"))
        .hasMessageContaining("a child of another family");
  }
}
