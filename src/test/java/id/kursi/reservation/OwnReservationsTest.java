package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.move;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A citizen finds their own reservations, and nobody else's. */
@ServiceTest
class OwnReservationsTest {
  @Test
  void aCitizenSeesOnlyTheirOwn() {
    var slot = TestIntake.open().slot(5);
    var id = uuid7();
    var nik = nik();
    claim("owner", id, slot, nik).statusCode(201);
    Api.citizen("owner")
        .get("/v1/reservations/" + id)
        .then()
        .statusCode(200)
        .body("child.name", equalTo("Siti Aminah"))
        .body("child.nik", equalTo("************" + nik.substring(12)));
    Api.citizen("stranger").get("/v1/reservations/" + id).then().statusCode(404);
    Api.citizen("stranger")
        .get("/v1/reservations")
        .then()
        .statusCode(200)
        .body("reservations", hasSize(0));
    step("stranger", id, "confirmation")
        .statusCode(404)
        .body("type", equalTo("/problems/unknown-reservation"));
    step("stranger", id, "cancellation").statusCode(404);
    move("stranger", id, uuid7(), slot).statusCode(404);
  }

  @Test
  void myReservationsComeNewestFirstInPages() {
    var slot = TestIntake.with("seatsPerAccount", 5).slot(5);
    var ids = Stream.generate(Api::uuid7).limit(5).toList();
    ids.forEach(id -> claim("lister", id, slot, nik()).statusCode(201));
    var first =
        Api.citizen("lister")
            .get("/v1/reservations?limit=2")
            .then()
            .statusCode(200)
            .body("reservations.id", contains(ids.get(4).toString(), ids.get(3).toString()))
            .extract()
            .jsonPath();
    var second =
        Api.citizen("lister")
            .get("/v1/reservations?limit=2&after=" + first.getString("next"))
            .then()
            .statusCode(200)
            .body("reservations.id", contains(ids.get(2).toString(), ids.get(1).toString()))
            .extract()
            .jsonPath();
    Api.citizen("lister")
        .get("/v1/reservations?limit=2&after=" + second.getString("next"))
        .then()
        .body("reservations.id", contains(ids.get(0).toString()))
        .body("next", nullValue());
    Api.citizen("lister")
        .get("/v1/reservations?limit=101")
        .then()
        .statusCode(422)
        .body("errors.field", hasItem("limit"));
    Api.citizen("lister")
        .get("/v1/reservations")
        .then()
        .body("reservations.child", not(hasItem(notNullValue())));
  }
}
