package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Who gets a seat, once, and who does not. */
@ServiceTest
class ClaimTest {
  @Test
  void aClaimHoldsASeat() {
    var id = uuid7();
    claim("parent", id, TestIntake.open().slot(2), nik())
        .statusCode(201)
        .header("Location", endsWith("/v1/reservations/" + id))
        .body("status", equalTo("HELD"))
        .body("sequence", equalTo(1))
        .body("holdUntil", notNullValue())
        .body("receipt", matchesRegex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z*~$=]"));
  }

  @Test
  void aRepeatAnswersTheSameAndMakesNothingNew() {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    var id = uuid7();
    var nik = nik();
    var first = claim("parent", id, slot, nik).statusCode(201).extract().asString();
    assertThat(claim("parent", id, slot, nik).statusCode(200).extract().asString())
        .isEqualTo(first);
    assertThat(intake.audit().getLong("rows")).isEqualTo(1);
  }

  @Test
  void aRepeatAfterCancellationMakesNoNewHold() {
    var slot = TestIntake.open().slot(1);
    var id = uuid7();
    var nik = nik();
    claim("parent", id, slot, nik).statusCode(201);
    step("parent", id, "cancellation").statusCode(200).body("status", equalTo("CANCELLED"));
    claim("parent", id, slot, nik).statusCode(200).body("status", equalTo("CANCELLED"));
    claim("another", uuid7(), slot, nik()).statusCode(201);
  }

  @Test
  void aDoubleTapGetsOneSeat() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(50);
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 10; round++) {
        var id = uuid7();
        var nik = nik();
        Callable<Integer> tap = () -> claim("parent-" + id, id, slot, nik).extract().statusCode();
        var answers =
            threads.invokeAll(List.of(tap, tap, tap, tap)).stream()
                .map(answer -> answer.resultNow())
                .sorted()
                .toList();
        assertThat(answers).containsExactly(200, 200, 200, 201);
      }
    }
    assertThat(intake.audit().getLong("rows")).isEqualTo(10);
  }

  @Test
  void theSameIdForAnotherCommandIsRefused() {
    var intake = TestIntake.open();
    var slot = intake.slot(5);
    var other = intake.slot("SMPN-02", "DOMICILE", 5);
    var id = uuid7();
    var nik = nik();
    claim("parent", id, slot, nik).statusCode(201);
    claim("parent", id, other, nik).statusCode(409).body("type", equalTo("/problems/id-in-use"));
    claim("parent", id, slot, nik()).statusCode(409).body("type", equalTo("/problems/id-in-use"));
    claim("parent", id, slot, nik, true)
        .statusCode(409)
        .body("type", equalTo("/problems/id-in-use"));
  }

  @Test
  void anIdOfAnotherAccountTellsNothing() {
    var slot = TestIntake.open().slot(5);
    var id = uuid7();
    var nik = nik();
    var receipt =
        claim("parent", id, slot, nik).statusCode(201).extract().jsonPath().getString("receipt");
    var answer =
        claim("stranger", id, slot, nik)
            .statusCode(409)
            .body("type", equalTo("/problems/id-in-use"))
            .extract()
            .asString();
    assertThat(answer).doesNotContain(receipt).doesNotContain("HELD");
  }

  @Test
  void aChildHasOneSeatInAnIntake() {
    var intake = TestIntake.open();
    var slot = intake.slot(5);
    var other = intake.slot("SMPN-02", "DOMICILE", 5);
    var id = uuid7();
    var nik = nik();
    claim("parent", id, slot, nik).statusCode(201);
    claim("parent", uuid7(), other, nik)
        .statusCode(409)
        .body("type", equalTo("/problems/already-registered"))
        .body("reservation", equalTo(id.toString()));
    claim("other-parent", uuid7(), slot, nik)
        .statusCode(409)
        .body("type", equalTo("/problems/already-registered"))
        .body("reservation", nullValue());
    claim("parent", uuid7(), TestIntake.open().slot(1), nik).statusCode(201);
  }

  @Test
  void anAccountHasAtMostTheIntakesLimit() {
    var slot = TestIntake.with("seatsPerAccount", 2).slot(10);
    var first = uuid7();
    claim("parent", first, slot, nik()).statusCode(201);
    claim("parent", uuid7(), slot, nik()).statusCode(201);
    claim("parent", uuid7(), slot, nik())
        .statusCode(409)
        .body("type", equalTo("/problems/account-limit"));
    step("parent", first, "cancellation").statusCode(200);
    claim("parent", uuid7(), slot, nik()).statusCode(201);
  }

  @Test
  void aFullSlotNamesTheNearestFreeOnes() {
    var intake = TestIntake.open();
    var full = intake.slot("SMPN-01", "DOMICILE", 1);
    var sameSchool = intake.slot("SMPN-01", "ACHIEVEMENT", 3);
    var sameTrack = intake.slot("SMPN-02", "DOMICILE", 9);
    intake.slot("SMPN-03", "ACHIEVEMENT", 9);
    claim("a", uuid7(), full, nik()).statusCode(201);
    claim("b", uuid7(), full, nik())
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/slot-full"))
        .body("nearest.slotId", contains((int) sameSchool, (int) sameTrack))
        .body("nearest.free", everyItem(notNullValue()))
        .body("asOf", notNullValue())
        .body("message.id", notNullValue())
        .body("message.en", notNullValue());
  }

  @Test
  void anUnknownSlotIsNamedAsSuch() {
    claim("a", uuid7(), 999_999_999, nik())
        .statusCode(404)
        .body("type", equalTo("/problems/unknown-slot"));
  }

  @Test
  void nothingIsSoldBeforeTheOpening() {
    var opensAt = Instant.now().plusSeconds(600);
    var intake = TestIntake.with("opensAt", opensAt.toString());
    claim("a", uuid7(), intake.slot(1), nik())
        .statusCode(409)
        .body("type", equalTo("/problems/not-yet-open"))
        .body("opensAt", notNullValue())
        .body("now", notNullValue());
  }

  @Test
  void nothingIsSoldAfterTheClosingButARepeatIsAnswered() {
    var intake = TestIntake.open();
    var slot = intake.slot(5);
    var id = uuid7();
    var nik = nik();
    claim("a", id, slot, nik).statusCode(201);
    intake.change("closesAt", Instant.now().minusSeconds(1).toString());
    claim("b", uuid7(), slot, nik()).statusCode(409).body("type", equalTo("/problems/closed"));
    claim("a", id, slot, nik).statusCode(200);
    step("a", id, "confirmation").statusCode(200).body("status", equalTo("CONFIRMED"));
  }

  @Test
  void aRankedIntakeNumbersEveryoneBeyondItsCapacity() {
    var intake = TestIntake.with("allocation", "RANKED");
    var slot = intake.slot(2);
    for (int i = 1; i <= 5; i++) {
      claim("parent-" + i, uuid7(), slot, nik())
          .statusCode(201)
          .body("status", equalTo("HELD"))
          .body("sequence", equalTo(i));
    }
    var nik = nik();
    claim("x", uuid7(), slot, nik).statusCode(201);
    claim("x", uuid7(), slot, nik)
        .statusCode(409)
        .body("type", equalTo("/problems/already-registered"));
    assertThat(intake.audit().getLong("slots[0].taken")).isEqualTo(6);
  }
}
