package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;

import id.kursi.launcher.FreshDatabase;
import id.kursi.launcher.PackagedService;
import id.kursi.launcher.Reseal;
import io.restassured.RestAssured;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sealing key is replaced while families go on: under a, then b and a, and at last b alone. */
class ResealIT {
  /** More than one lot. */
  private static final int CHILDREN = 250;

  private final Map<String, String> settings = new FreshDatabase().start();
  private PackagedService service;

  @AfterEach
  void end() {
    service.close();
    RestAssured.reset();
  }

  private void start(String sealingKeys) throws Exception {
    if (service != null) {
      service.tellToStop();
      assertThat(service.hasStopped()).isTrue();
    }
    settings.put("kursi.sealing.keys", sealingKeys);
    // One family has all the children here.
    settings.put("kursi.rate-limit.claims.burst", "1000000");
    settings.put("kursi.rate-limit.reads.burst", "1000000");
    service = PackagedService.start(settings);
    RestAssured.port = service.port();
    eventually(() -> Api.anybody().get("/q/health/ready").then().statusCode(200));
  }

  private static String key(String id, int fill) {
    var key = new byte[32];
    java.util.Arrays.fill(key, (byte) fill);
    return id + ":" + Base64.getEncoder().encodeToString(key);
  }

  @Test
  void everyChildIsSealedAnewWhileFamiliesGoOnAndTheOldKeyCanGo() throws Exception {
    settings.put("kursi.demo.load", "true");
    start(key("a", 1));
    eventually(TestIntake::open);
    var intake = TestIntake.with("seatsPerAccount", 10_000);
    var slot = intake.slot(10_000);
    var other = intake.slot("SMPN-02", "DOMICILE", 10_000);
    var niks = new LinkedHashMap<UUID, String>();
    for (int i = 0; i < CHILDREN; i++) {
      niks.put(uuid7(), nik());
    }
    niks.forEach((id, nik) -> claim("family", id, slot, nik).statusCode(201));

    start(key("b", 2) + "," + key("a", 1));
    assertReadable(niks);
    var resealing =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Reseal.run(settings);
              } catch (Exception failure) {
                throw new IllegalStateException(failure);
              }
            });
    var moved = new HashMap<UUID, String>();
    var ids = niks.keySet().stream().toList();
    for (int i = 0; i < 60; i++) {
      var id = ids.get(ids.size() - 1 - i);
      if (i % 2 == 0) {
        step("family", id, "confirmation").statusCode(200);
      } else {
        var to = uuid7();
        Api.move("family", id, to, other).statusCode(201);
        moved.put(to, niks.get(id));
      }
    }
    assertThat(resealing.get().done()).isGreaterThanOrEqualTo(CHILDREN);
    // What was under way as it ended is found by the next run, and after that there is nothing.
    Reseal.run(settings);
    assertThat(Reseal.run(settings)).isEqualTo(new Reseal.Result(0, 0, 0));
    assertThat(keyIds()).isEqualTo("b");
    assertThat(Api.status("family", ids.getLast())).isEqualTo("CONFIRMED");

    start(key("b", 2));
    niks.putAll(moved);
    assertReadable(niks);
    intake.assertSound();
  }

  @Test
  void aRowThatNoKeyOpensIsCountedAndLeftAsItIs() throws Exception {
    settings.put("kursi.demo.load", "true");
    start(key("a", 1));
    eventually(TestIntake::open);
    var id = uuid7();
    var nik = nik();
    claim("family", id, TestIntake.open().slot(1), nik).statusCode(201);
    var without = new HashMap<>(settings);
    without.put("kursi.sealing.keys", key("b", 2));
    assertThat(Reseal.run(without)).isEqualTo(new Reseal.Result(0, 1, 1));
    assertReadable(Map.of(id, nik));
  }

  private static void assertReadable(Map<UUID, String> niks) {
    niks.forEach(
        (id, nik) ->
            Api.citizen("family")
                .get("/v1/reservations/" + id)
                .then()
                .statusCode(200)
                .body("child.nik", endsWith(nik.substring(12))));
  }

  private String keyIds() throws Exception {
    try (var connection = Database.connect(settings);
        var statement = connection.createStatement();
        var ids =
            statement.executeQuery(
                "SELECT string_agg(DISTINCT convert_from(substring(sealed FROM 2 FOR get_byte(sealed, 0)), 'UTF8'), ' ') FROM reservation")) {
      ids.next();
      return ids.getString(1);
    }
  }
}
