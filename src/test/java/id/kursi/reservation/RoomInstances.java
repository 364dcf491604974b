package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;

import id.kursi.launcher.CuttableProxy;
import id.kursi.launcher.FreshDatabase;
import id.kursi.launcher.PackagedService;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two packaged instances on one Postgres and one Redis, and a relay of the beacon that both ask.
 * The clock of the one is half a minute fast and that of the other half a minute slow. {@link
 * Database} and {@link Redis} speak to the same servers.
 */
final class RoomInstances implements AutoCloseable {
  private static final Duration WRONG_BY = Duration.ofSeconds(30);
  private static final String DATABASE = "quarkus.datasource.jdbc.url";
  private static final String REDIS = "quarkus.redis.hosts";

  /** One of the two, which may end and be started again. */
  static final class Instance {
    final String role;
    private final Map<String, String> settings;
    private PackagedService service;

    private Instance(Map<String, String> shared, String role, Duration ahead) {
      this.role = role;
      settings = new HashMap<>(shared);
      settings.put("quarkus.datasource.username", role);
      settings.put("kursi.clock.offset", ahead.toString());
    }

    void start() throws Exception {
      service = PackagedService.start(settings);
      speak();
      eventually(() -> Api.anybody().get("/q/health/ready").then().statusCode(200));
    }

    int port() {
      return service.port();
    }

    /** From here on RestAssured asks this one. */
    void speak() {
      RestAssured.port = port();
    }

    Response get(String path) {
      return Api.anybody().port(port()).get(path);
    }

    /** What it publishes of a room's draw, once it publishes something. */
    byte[] draw(TestRoom room) {
      eventually(() -> get(room.path + "/draw").then().statusCode(200));
      return get(room.path + "/draw").asByteArray();
    }

    /** SIGKILL. */
    void kill() {
      service.kill();
    }

    /** SIGSTOP: it does nothing at all until it goes on. */
    void standStill() throws Exception {
      signal("STOP");
    }

    void goOn() throws Exception {
      signal("CONT");
    }

    private void signal(String signal) throws Exception {
      new ProcessBuilder("kill", "-" + signal, Long.toString(service.pid())).start().waitFor();
    }
  }

  final Relay relay = new Relay();
  final CuttableProxy redis;
  final Instance fast;
  final Instance slow;

  RoomInstances() throws Exception {
    var settings = new FreshDatabase().start();
    var direct = URI.create(settings.get(REDIS));
    redis = new CuttableProxy(direct.getHost(), direct.getPort());
    System.setProperty(DATABASE, "jdbc:" + settings.get("quarkus.datasource.reactive.url"));
    System.setProperty(REDIS, direct.toString());
    settings.put(REDIS, "redis://127.0.0.1:" + redis.port());
    settings.put("java.tool.options", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx320m");
    settings.put("kursi.waiting-room.drand-relays", relay.address());
    fast = new Instance(settings, "kursi_service", WRONG_BY);
    slow = new Instance(settings, secondRole(), WRONG_BY.negated());
    for (var instance : both()) {
      instance.start();
    }
    AdminApi.put("agencies/dikbud", Map.of("name", Map.of("id", "Dinas", "en", "Office")))
        .statusCode(200);
    var school = Map.of("agency", "dikbud", "name", "SMPN 1");
    AdminApi.put("offices/SMPN-01", school).statusCode(200);
    var service = Map.of("agency", "dikbud", "title", Map.of("id", "SPMB", "en", "Admission"));
    AdminApi.put("services/spmb-smp", service).statusCode(200);
  }

  /** By the role Postgres tells whose connection it is. */
  private static String secondRole() throws SQLException {
    Database.execute(
        """
        DO $$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kursi_service_too') THEN
            CREATE ROLE kursi_service_too LOGIN IN ROLE kursi_service;
          END IF;
        END $$""");
    return "kursi_service_too";
  }

  List<Instance> both() {
    return List.of(fast, slow);
  }

  Instance besides(Instance instance) {
    return instance == fast ? slow : fast;
  }

  Instance of(String role) {
    return fast.role.equals(role) ? fast : slow;
  }

  /** A room that both have seen, with an opening that is far away; the slow one is spoken to. */
  TestRoom room(Map<String, Object> more) {
    fast.speak();
    var room = new TestRoom(more);
    slow.speak();
    room.awaitState("ENTERING");
    return room;
  }

  /** A room whose line moves, with these families in it, as both know. */
  TestRoom served(Map<String, Object> more, String... families) {
    var room = room(more);
    for (var family : families) {
      room.enter(family);
    }
    room.open();
    room.draw();
    for (var instance : both()) {
      instance.speak();
      room.awaitState("SERVING");
    }
    return room;
  }

  /** A slot behind the room that both know. */
  long slot(TestRoom room) {
    long slot = room.intake.slot(10);
    var path = "/v1/intakes/" + room.intake.code + "/slots";
    for (var instance : both()) {
      eventually(() -> instance.get(path).then().body("slots.slotId", hasItem((int) slot)));
    }
    return slot;
  }

  /** Byte for byte, and by its ETag. */
  void assertBothShowTheSame(String path) {
    eventually(
        () -> {
          var here = fast.get(path);
          var there = slow.get(path);
          assertThat(here.statusCode()).isEqualTo(200);
          assertThat(there.asByteArray()).isEqualTo(here.asByteArray());
          assertThat(there.header("ETag")).isEqualTo(here.header("ETag"));
        });
  }

  @Override
  public void close() throws IOException {
    for (var instance : both()) {
      if (instance.service != null) {
        instance.kill();
      }
    }
    relay.close();
    redis.close();
    System.clearProperty(DATABASE);
    System.clearProperty(REDIS);
    RestAssured.reset();
  }
}
