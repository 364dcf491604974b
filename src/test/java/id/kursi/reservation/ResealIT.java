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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** A sealing key is replaced while families go on: under a, then b and a, and at last b alone. */
class ResealIT {
  private static final int LOT = 200;

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

  static String key(String id, int fill) {
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
    var ids = niks.keySet().stream().sorted(Comparator.comparing(UUID::toString)).toList();
    var moved = new HashMap<UUID, String>();
    try (var lot = new HeldLot(settings)) {
      var resealing = CompletableFuture.supplyAsync(() -> reseal(settings));
      int resealer = lot.await();
      // Whoever is not in the lot goes on beside it; a move takes a seal of the older key along.
      for (var id : ids.subList(LOT, CHILDREN)) {
        var to = uuid7();
        Api.move("family", id, to, other).statusCode(201);
        moved.put(to, niks.get(id));
        step("family", to, "confirmation").statusCode(200);
      }
      var late = uuid7();
      niks.put(late, nik());
      claim("family", late, slot, niks.get(late)).statusCode(201);
      // Whoever is in it waits for the lot alone, and takes along what was sealed there.
      var waited = uuid7();
      moved.put(waited, niks.get(ids.getFirst()));
      var moving =
          Api.beside(() -> Api.move("family", ids.getFirst(), waited, other).statusCode(201));
      lot.awaitBehind(resealer);
      lot.letGo();
      assertThat(resealing.get())
          .as("each child of before and each copy that was made meanwhile, once")
          .isEqualTo(new Reseal.Result(CHILDREN + CHILDREN - LOT, 0, 0));
      moving.get();
    }
    assertThat(keyIds()).isEqualTo("b");
    assertThat(Reseal.run(settings)).isEqualTo(new Reseal.Result(0, 0, 0));

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

  private static Reseal.Result reseal(Map<String, String> settings) {
    try {
      return Reseal.run(settings);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Lets a run stand still in its first lot, whose rows it has locked, until it is let go. */
  private static final class HeldLot implements AutoCloseable {
    private final Connection holder;

    HeldLot(Map<String, String> settings) throws SQLException {
      var owner = new HashMap<>(settings);
      owner.put("quarkus.datasource.username", settings.get("quarkus.flyway.username"));
      holder = Database.connect(owner);
      execute(
          """
          CREATE FUNCTION hold_lot() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NULL; END $$""");
      execute(
          """
          CREATE TRIGGER hold_lot AFTER UPDATE OF sealed ON reservation FOR EACH STATEMENT
          EXECUTE FUNCTION hold_lot()""");
      execute("SELECT pg_advisory_lock(1)");
    }

    private void execute(String sql) throws SQLException {
      try (var statement = holder.createStatement()) {
        statement.execute(sql);
      }
    }

    /** Until the run stands still; answers the process of Postgres that it speaks to. */
    int await() throws SQLException {
      awaitBehind(holder.unwrap(PGConnection.class).getBackendPID());
      try (var statement = holder.createStatement();
          var rows =
              statement.executeQuery(
                  "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")) {
        rows.next();
        return rows.getInt(1);
      }
    }

    void awaitBehind(int backend) {
      Database.awaitBehind(holder, backend);
    }

    void letGo() throws SQLException {
      execute("SELECT pg_advisory_unlock(1)");
    }

    @Override
    public void close() throws SQLException {
      holder.close();
    }
  }

  static void assertReadable(Map<UUID, String> niks) {
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
