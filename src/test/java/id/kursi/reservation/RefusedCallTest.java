package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What Postgres refuses is our mistake and no outage: whoever asked hears no more than of an
 * outage, so the log has to tell.
 */
@ServiceTest
class RefusedCallTest {
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
    assertLogged(
        "VIEW",
        "slot_audit",
        "42P01",
        () ->
            Api.as("operator", "operator")
                .get("/v1/operator/intakes/" + intake.code + "/audit")
                .then());
  }

  @Test
  void anOfficersLookThatIsRefusedIsLoggedByItsState() throws Exception {
    assertLogged("FUNCTION", "desk_find", "42883", () -> DeskApi.search("nik", Api.nik()));
  }

  /** Asks while something that the answer needs has another name. */
  private static void assertLogged(
      String kind, String name, String state, Supplier<ValidatableResponse> asked)
      throws SQLException, IOException {
    long before = logged(state);
    Database.execute("ALTER %s %s RENAME TO elsewhere".formatted(kind, name));
    try {
      asked.get().statusCode(503).body("type", equalTo("/problems/unavailable"));
    } finally {
      Database.execute("ALTER %s elsewhere RENAME TO %s".formatted(kind, name));
    }
    assertThat(logged(state)).isEqualTo(before + 1);
  }

  private static long logged(String state) throws IOException {
    try (var lines = Files.lines(Path.of("target", "kursi-test.log"))) {
      return lines.filter(line -> line.contains("refused a call: SQLSTATE " + state)).count();
    }
  }
}
