package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.launcher.Collector;
import id.kursi.launcher.FreshDatabase;
import id.kursi.launcher.PackagedService;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the packaged service tells a collector of traces. */
class TracesIT {
  private PackagedService service;

  @AfterEach
  void end() {
    service.close();
    RestAssured.reset();
  }

  @Test
  void aTraceNamesTheRouteAndNobody() throws Exception {
    try (var collector = new Collector()) {
      var settings = new FreshDatabase().start();
      settings.put("kursi.demo.load", "true");
      settings.putAll(collector.settings());
      service = PackagedService.start(settings);
      RestAssured.port = service.port();
      eventually(TestIntake::open);
      var account = "account-" + uuid7();
      var id = uuid7();
      var nik = nik();
      claim(account, id, TestIntake.open().slot(1), nik).statusCode(201);
      claim(account, id, 1, nik).statusCode(409);
      Api.citizen(account).get("/v1/reservations?after=" + id).then().statusCode(200);
      Api.citizen(account).get("/v1/reservations/" + id).then().statusCode(200);

      eventually(() -> assertThat(collector.received()).contains("/v1/reservations/:id"));
      // What was on its way is in after some delays of the exporter.
      Eventually.after(1_000);
      assertThat(collector.received())
          .doesNotContain(id.toString())
          .doesNotContain(account)
          .doesNotContain(nik)
          .doesNotContain("127.0.0.1")
          .doesNotContain("Siti Aminah");
    }
  }
}
