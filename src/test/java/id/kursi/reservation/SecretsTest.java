package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.reservation.Burst.Application;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** After a burst, the children are looked for wherever they must not be. */
@ServiceTest
class SecretsTest {
  private static final List<String> OF_EVERY_CHILD =
      List.of("Siti Aminah", "Budi Santoso", "081234567890");

  @Test
  void noChildIsFoundInLogsMetricsRedisOrTheDatabasesText() throws Exception {
    var slot = TestIntake.open().slot(50);
    var applications = Application.of(slot, 200);
    new Burst().send(applications);
    // Broken requests too: errors are where values leak.
    for (var application : applications.subList(0, 20)) {
      Api.citizen("a")
          .body(
              Map.of(
                  "slotId",
                  slot,
                  "child",
                  Map.of("nik", application.nik() + "9", "name", "Siti Aminah")))
          .put("/v1/reservations/" + application.id())
          .then()
          .statusCode(422);
      Api.citizen("a")
          .body("{\"slotId\":" + slot + ",\"child\":{\"nik\":\"" + application.nik() + "\"")
          .put("/v1/reservations/" + application.id())
          .then()
          .statusCode(400);
    }
    Api.citizen(applications.getFirst().account())
        .get("/v1/reservations/" + applications.getFirst().id());

    var places = new ArrayList<String>();
    places.add(ServiceLog.text());
    places.add(Meters.text());
    places.add(String.join("\n", everythingInRedis()));
    places.add(Database.text("SELECT string_agg(l::text, ' ') FROM audit_log l"));
    places.add(Database.text("SELECT string_agg(r::text, ' ') FROM reservation r"));
    for (var place : places) {
      assertThat(place).isNotBlank();
      applications.forEach(
          application ->
              assertThat(place.contains(application.nik())).as(application.nik()).isFalse());
      OF_EVERY_CHILD.forEach(text -> assertThat(place.contains(text)).as(text).isFalse());
    }
    // The database keeps bytes, and shows them as hexadecimal digits.
    var nik = applications.getFirst().nik();
    assertThat(places.getLast())
        .doesNotContain(
            java.util.HexFormat.of().formatHex(nik.getBytes(StandardCharsets.US_ASCII)));
  }

  private static List<String> everythingInRedis() throws Exception {
    var found = new ArrayList<String>();
    for (var key : Redis.run("KEYS", "*")) {
      found.add(key);
      switch (Redis.run("TYPE", key).getFirst()) {
        case "hash" -> found.addAll(Redis.run("HGETALL", key));
        case "zset" -> found.addAll(Redis.run("ZRANGE", key, "0", "-1"));
        default ->
            throw new AssertionError("A kind of key that this test does not look into: " + key);
      }
    }
    return found;
  }

  @Test
  void aSealedRowOpensOnlyWithTheKey() throws Exception {
    var slot = TestIntake.open().slot(1);
    var application = Application.of(slot);
    new Burst().send(List.of(application));
    assertThat(
            Database.text(
                "SELECT substring(convert_from(substring(sealed FROM 2 FOR 3), 'UTF8'), 1) FROM reservation WHERE id = '"
                    + application.id()
                    + "'"))
        .isEqualTo("dev");
  }
}
