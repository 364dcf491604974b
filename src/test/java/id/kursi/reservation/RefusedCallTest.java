package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What Postgres refuses is our mistake and no outage: whoever asked hears no more than of an
 * outage, so the log has to tell.
 */
@ServiceTest
class RefusedCallTest {
  private static final String REFUSED = "refused a call: SQLSTATE ";

  @Test
  void aCitizensReadThatIsRefusedIsLoggedByItsState() throws Exception {
    assertLogged(
        "FUNCTION",
        "own_reservations",
        "42883",
        () -> Api.citizen("a").get("/v1/reservations").then());
  }

  @Test
  void anOperatorsAuditThatIsRefusedIsLoggedByItsState() throws Exception {
    var intake = TestIntake.open();
    intake.slot(1);
    assertLogged("VIEW", "slot_audit", "42P01", () -> audit(intake));
  }

  @Test
  void anOfficersLookThatIsRefusedIsLoggedByItsState() throws Exception {
    assertLogged("FUNCTION", "desk_find", "42883", () -> DeskApi.search("nik", Api.nik()));
  }

  /** What is in the rows and cannot be read is our mistake too, and is told as such. */
  @Test
  void aRowThatWeCannotReadIsNoOutage() throws Exception {
    var intake = TestIntake.open();
    intake.slot(1);
    var mistake = "Request failed: java.util.NoSuchElementException";
    long before = ServiceLog.count(mistake);
    Database.execute("ALTER VIEW slot_audit RENAME COLUMN due TO elsewhere");
    try {
      // The first call finds that the view is another than its statement was prepared for.
      eventually(() -> audit(intake).statusCode(500).body("type", equalTo("/problems/internal")));
    } finally {
      Database.execute("ALTER VIEW slot_audit RENAME COLUMN elsewhere TO due");
      eventually(() -> audit(intake).statusCode(200));
    }
    assertThat(ServiceLog.count(mistake)).isEqualTo(before + 1);
  }

  private static ValidatableResponse audit(TestIntake intake) {
    return Api.as("operator", "operator")
        .get("/v1/operator/intakes/" + intake.code + "/audit")
        .then();
  }

  /** Asks while something that the answer needs has another name. */
  private static void assertLogged(
      String kind, String name, String state, Supplier<ValidatableResponse> asked)
      throws SQLException, IOException {
    long before = ServiceLog.count(REFUSED + state);
    Database.execute("ALTER %s %s RENAME TO elsewhere".formatted(kind, name));
    try {
      asked.get().statusCode(503).body("type", equalTo("/problems/unavailable"));
    } finally {
      Database.execute("ALTER %s elsewhere RENAME TO %s".formatted(kind, name));
    }
    assertThat(ServiceLog.count(REFUSED + state)).isEqualTo(before + 1);
  }
}
