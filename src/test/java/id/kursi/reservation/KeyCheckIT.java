package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static id.kursi.reservation.ResealIT.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.kursi.launcher.FreshDatabase;
import id.kursi.launcher.PackagedService;
import id.kursi.launcher.Reseal;
import io.restassured.RestAssured;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A start with keys that do not fit the children of a living intake ends, and names the setting.
 */
class KeyCheckIT {
  private static final String OTHER_HOLDER_KEY = key("", 9).substring(1);

  private final Map<String, String> settings = new FreshDatabase().start();
  private final Map<UUID, String> niks = new LinkedHashMap<>();
  private TestIntake intake;
  private PackagedService service;

  /** Three children under the key a, numbered in the order of their claims. */
  @BeforeEach
  void claims() throws Exception {
    settings.put("kursi.demo.load", "true");
    settings.put("kursi.sealing.keys", key("a", 1));
    start();
    eventually(TestIntake::open);
    intake = TestIntake.with("seatsPerAccount", 3);
    var slot = intake.slot(3);
    for (int i = 0; i < 3; i++) {
      var id = uuid7();
      niks.put(id, nik());
      claim("family", id, slot, niks.get(id)).statusCode(201);
    }
    stop();
  }

  @AfterEach
  void end() {
    service.close();
    RestAssured.reset();
  }

  private void start() throws Exception {
    service = PackagedService.start(settings);
    RestAssured.port = service.port();
    eventually(() -> Api.anybody().get("/q/health/ready").then().statusCode(200));
  }

  private void stop() throws Exception {
    service.tellToStop();
    assertThat(service.hasStopped()).isTrue();
  }

  @Test
  void anotherHolderKeyEndsTheStartAndTheRightOneDoesNot() throws Exception {
    assertEnds("kursi.sealing.holder-key", OTHER_HOLDER_KEY, "kursi.sealing.holder-key is not");
    start();
    ResealIT.assertReadable(niks);
  }

  @Test
  void aSealThatNoKeyOpensEndsTheStart() throws Exception {
    assertEnds("kursi.sealing.keys", key("b", 2), "No sealing key with the id a");
    assertEnds("kursi.sealing.keys", key("a", 2), "A seal does not open with its key");
  }

  @Test
  void aChangeOfKeysThatWasBrokenOffIsFoundBetweenTheFirstAndTheNewest() throws Exception {
    var between = niks.keySet().stream().toList().get(1);
    execute("CREATE TABLE under_a AS SELECT id, sealed FROM reservation");
    settings.put("kursi.sealing.keys", key("b", 2) + "," + key("a", 1));
    assertThat(Reseal.run(settings)).isEqualTo(new Reseal.Result(3, 0, 0));
    execute(
        "UPDATE reservation r SET sealed = u.sealed FROM under_a u WHERE r.id = u.id AND r.id = '%s'"
            .formatted(between));
    assertEnds("kursi.sealing.keys", key("b", 2), "No sealing key with the id a");
    start();
    ResealIT.assertReadable(niks);
  }

  @Test
  void anIntakeThatHasClosedHasNoSayInTheKeys() throws Exception {
    execute(
        "UPDATE intake_gate SET closes_at = clock_timestamp() WHERE intake_id = (SELECT id FROM intake WHERE code = '%s')"
            .formatted(intake.code));
    settings.put("kursi.sealing.holder-key", OTHER_HOLDER_KEY);
    settings.put("kursi.sealing.keys", key("b", 2));
    start();
  }

  /** Says what is wrong and in which intake, and nothing of a child. */
  private void assertEnds(String setting, String value, String why) {
    var wrong = new HashMap<>(settings);
    wrong.put(setting, value);
    assertThatThrownBy(() -> PackagedService.start(wrong))
        .hasMessageContaining(setting)
        .hasMessageContaining(why)
        .hasMessageContaining(intake.code)
        .message()
        .doesNotContain(niks.values())
        .doesNotContain("Siti Aminah")
        .doesNotContain("Listening on");
  }

  private void execute(String sql) throws SQLException {
    var owner = new HashMap<>(settings);
    owner.put("quarkus.datasource.username", settings.get("quarkus.flyway.username"));
    try (var connection = Database.connect(owner);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
