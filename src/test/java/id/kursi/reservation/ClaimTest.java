package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.notNullValue;

import id.kursi.launcher.FreshDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FreshDatabase.class)
class ClaimTest {
  @Test
  void aClaimHoldsASeat() {
    var slot = TestIntake.open().slot(2);
    claim("parent-1", uuid7(), slot, nik())
        .statusCode(201)
        .body("status", equalTo("HELD"))
        .body("sequence", equalTo(1))
        .body("holdUntil", notNullValue())
        .body("receipt", matchesRegex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z*~$=]"));
  }
}
