package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the service under test tells its operators, on the management port. */
final class Meters {
  static RequestSpecification management() {
    return Api.anybody()
        .port(ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class));
  }

  static String text() {
    return management().get("/q/metrics").then().statusCode(200).extract().asString();
  }

  /** The series of a metric that carry all these labels, written {@code name="value"}. */
  static List<String> series(String metric, String... labels) {
    return text()
        .lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .filter(line -> Stream.of(labels).allMatch(line::contains))
        .toList();
  }

  /** Their sum; a metric that is not there fails. */
  static double sum(String metric, String... labels) {
    var series = series(metric, labels);
    assertThat(series).as(metric + List.of(labels)).isNotEmpty();
    return series.stream()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Slots of which Redis said something else than the ledger, in this way. */
  static double divergence(String what) {
    return sum("kursi_doorman_divergence_total", "what=\"" + what + "\"");
  }

  /**
   * Until the doorman is trusted: a call that a busy machine answered late costs that until the
   * next tick.
   */
  static void awaitTrust() {
    eventually(
        () ->
            management()
                .get("/q/health/ready")
                .then()
                .body("checks[0].data.seatCounter", equalTo("trusted")));
  }

  private Meters() {}
}
