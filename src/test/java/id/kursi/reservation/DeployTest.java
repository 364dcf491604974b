package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the dashboard and the alerts ask for is what the service exposes. */
@ServiceTest
class DeployTest {
  private static final Path DEPLOY = Path.of("deploy");
  private static final Pattern SELECTOR = Pattern.compile("(kursi_[a-z_]+)(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("[a-z]+=\"[^\"$]*\"");

  @Test
  void everyMetricAndLabelOfTheDashboardIsExposed() throws IOException {
    var expressions = new ArrayList<String>();
    var dashboard =
        new ObjectMapper().readTree(Files.readString(DEPLOY.resolve("grafana/kursi.json")));
    dashboard.findValuesAsText("expr").forEach(expressions::add);
    dashboard.path("templating").path("list").findValuesAsText("query").forEach(expressions::add);
    assertThat(expressions).hasSizeGreaterThan(15);
    assertExposed(expressions);
  }

  @Test
  void everyMetricAndLabelOfTheAlertsIsExposed() throws IOException {
    var expressions =
        Files.readAllLines(DEPLOY.resolve("prometheus/alerts.yaml")).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("expr:"))
            .toList();
    assertThat(expressions).hasSizeGreaterThan(8);
    assertExposed(expressions);
  }

  @Test
  void panelsOfTheDashboardHaveIdsOfTheirOwnAndDoNotOverlap() throws IOException {
    var panels =
        new ObjectMapper()
            .readTree(Files.readString(DEPLOY.resolve("grafana/kursi.json")))
            .path("panels");
    assertThat(panels.findValuesAsText("id")).isNotEmpty().doesNotHaveDuplicates();
    var squares = new ArrayList<String>();
    panels.forEach(panel -> squares.addAll(squares(panel.path("gridPos"))));
    assertThat(squares).doesNotHaveDuplicates();
  }

  private static List<String> squares(JsonNode at) {
    var squares = new ArrayList<String>();
    for (int x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
      assertThat(x).isLessThan(24);
      for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
        squares.add(x + "," + y);
      }
    }
    return squares;
  }

  private static void assertExposed(List<String> expressions) {
    // The series of a route are there once somebody took it.
    claim("a", uuid7(), TestIntake.open().slot(1), nik()).statusCode(201);
    eventually(() -> assertThat(Meters.series("kursi_slot_seats_left")).isNotEmpty());
    for (var expression : expressions) {
      var selector = SELECTOR.matcher(expression);
      while (selector.find()) {
        var labels = new ArrayList<String>();
        if (selector.group(2) != null) {
          LABEL.matcher(selector.group(2)).results().forEach(found -> labels.add(found.group()));
        }
        assertThat(Meters.series(selector.group(1), labels.toArray(String[]::new)))
            .as(selector.group())
            .isNotEmpty();
      }
    }
  }
}
