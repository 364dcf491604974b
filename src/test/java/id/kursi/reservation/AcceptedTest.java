package id.kursi.reservation;

import static id.kursi.reservation.Api.child;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** The list of accepted of a school's track. */
@ServiceTest
class AcceptedTest {
  private static ValidatableResponse accepted(long slot, String query, String... offices) {
    return Api.as("officer", "pak-joko", offices)
        .get("/v1/officer/slots/" + slot + "/accepted" + query)
        .then();
  }

  private static List<CSVRecord> lines(ValidatableResponse answer) throws IOException {
    var text = answer.statusCode(200).contentType(containsString("text/csv")).extract().asString();
    var format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (var parser = CSVParser.parse(new StringReader(text), format)) {
      return parser.getRecords();
    }
  }

  private static UUID claimed(String account, long slot, String name) {
    var child = new HashMap<>(child(nik()));
    child.put("name", name);
    var id = uuid7();
    Api.citizen(account)
        .body(Map.of("slotId", slot, "child", child))
        .put("/v1/reservations/" + id)
        .then()
        .statusCode(201);
    return id;
  }

  private static void close(TestIntake intake) {
    Api.as("admin", "admin")
        .body(
            Map.of(
                "opensAt", Instant.now().minusSeconds(60).toString(),
                "closesAt", Instant.now().minusSeconds(1).toString()))
        .put("/v1/admin/intakes/" + intake.code + "/window")
        .then()
        .statusCode(200);
  }

  @Test
  void namesAreForTheOfficersOfThatSchoolAlone() throws IOException {
    var intake = TestIntake.open();
    var slot = intake.slot(9);
    var confirmed = claimed("a", slot, "Siti, \"Aminah\"");
    var gone = claimed("b", slot, "Joko");
    claimed("c", slot, "=HYPERLINK(1)");
    step("a", confirmed, "confirmation").statusCode(200);
    step("b", gone, "cancellation").statusCode(200);
    accepted(slot, "", "SMPN-01").statusCode(409).body("type", equalTo("/problems/no-list-yet"));
    close(intake);

    var answer = accepted(slot, "", "SMPN-01");
    answer.header("Content-Disposition", containsString(intake.code + "-SMPN-01-DOMICILE.csv"));
    var lines = lines(answer);
    assertThat(lines).extracting(line -> line.get("sequence")).containsExactly("1", "3");
    assertThat(lines).extracting(line -> line.get("status")).containsExactly("CONFIRMED", "HELD");
    assertThat(lines)
        .extracting(line -> line.get("name"))
        .containsExactly("Siti, \"Aminah\"", "'=HYPERLINK(1)");
    assertThat(lines.getFirst().get("birthDate")).isEqualTo("2013-05-17");
    assertThat(lines.getFirst().get("nik")).matches("\\*{12}\\d{4}");

    var others = accepted(slot, "", "SMPN-02");
    assertThat(others.extract().asString()).doesNotContain("Siti").doesNotContain("2013-05-17");
    var numbers = lines(others);
    assertThat(numbers).extracting(line -> line.get("sequence")).containsExactly("1", "3");
    assertThat(numbers.getFirst().toMap().keySet())
        .containsExactly("sequence", "receipt", "status", "registeredAt");
  }

  @Test
  void theLookAtNamesIsKeptAndTheLookAtNumbersNeedsNone() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    var id = claimed("a", slot, "Siti");
    close(intake);
    accepted(slot, "", "SMPN-02").statusCode(200);
    var acts = "SELECT count(*) FROM reservation_act WHERE reservation_id = '" + id + "'";
    assertThat(Database.number(acts)).isZero();
    accepted(slot, "", "SMPN-01").statusCode(200);
    assertThat(Database.number(acts + " AND action = 'SEEN' AND actor = 'pak-joko'")).isEqualTo(1);
  }

  @Test
  void aLongListComesInPages() throws IOException {
    var intake = TestIntake.open();
    var slot = intake.slot(3);
    for (int i = 0; i < 3; i++) {
      claimed("a" + i, slot, "Siti");
    }
    close(intake);
    var first = accepted(slot, "?limit=2", "*");
    assertThat(lines(first)).hasSize(2);
    first.header(
        "Link", equalTo("</v1/officer/slots/" + slot + "/accepted?after=2&limit=2>; rel=\"next\""));
    var second = accepted(slot, "?after=2&limit=2", "*");
    assertThat(lines(second)).extracting(line -> line.get("sequence")).containsExactly("3");
    assertThat(second.extract().header("Link")).isNull();
    accepted(slot, "?after=-1&limit=0", "*")
        .statusCode(422)
        .body("errors[0].code", equalTo("number"));
    accepted(999_999_999, "", "*").statusCode(404);
  }

  @Test
  void aRankedIntakeHasNoListBeforeItsSelection() {
    var intake = TestIntake.with("allocation", "RANKED");
    var slot = intake.slot(1);
    claimed("a", slot, "Siti");
    close(intake);
    accepted(slot, "", "*").statusCode(409).body("type", equalTo("/problems/no-list-yet"));
  }
}
