package id.kursi.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An intake of one round, made through the admin API; and what operators ask of it. */
final class TestIntake {
  private static final int SLOTS = 12;

  /** So that about as many get a seat, or a place, whether few claim or many. */
  private static final int PARENTS_OF_A_SEAT = 5;

  private static final int PARENTS_OF_A_PLACE = 12;

  /** Short, so that many end within a round and their seats are given on. */
  static final Duration HOLD = Duration.ofSeconds(4);

  /** Seats of an account at once, and as many places in reserve lists. */
  static final int PER_ACCOUNT = 12;

  final String code;
  final List<Long> slots = new ArrayList<>();
  private final int parents;
  private final Client client;
  private final Cluster cluster;
  private final String admin;
  private final String operator;
  private long id;

  /**
   * @param parents who claim at once
   */
  TestIntake(int round, int parents, Client client, Cluster cluster) {
    code = "round-" + round;
    this.parents = parents;
    this.client = client;
    this.cluster = cluster;
    admin = cluster.token("admin", "admin");
    operator = cluster.token("operator", "operator");
  }

  /** Once, before the first round. */
  void makeCatalogue() throws Exception {
    put("/v1/admin/agencies/disdik", "{\"name\":{\"id\":\"Dinas\",\"en\":\"Agency\"}}");
    put(
        "/v1/admin/services/faults",
        "{\"agency\":\"disdik\",\"title\":{\"id\":\"Uji\",\"en\":\"Test\"}}");
    put("/v1/admin/offices/SMPN-01", "{\"agency\":\"disdik\",\"name\":\"SMPN 1\"}");
  }

  /** Open at once. */
  TestIntake open() throws Exception {
    var now = Instant.now();
    put(
        "/v1/admin/intakes/" + code,
        """
        {"service":"faults","title":{"id":"Uji","en":"Test"},"allocation":"ARRIVAL","opensAt":"%s","closesAt":"%s",\
        "holdFor":"%s","seatsPerAccount":%d,"waitsPerAccount":%d,"waitListLength":%d}"""
            .formatted(
                now.minusSeconds(60),
                now.plus(Duration.ofHours(6)),
                HOLD,
                PER_ACCOUNT,
                PER_ACCOUNT,
                parents / PARENTS_OF_A_PLACE));
    for (int i = 1; i <= SLOTS; i++) {
      var slot =
          put(
              "/v1/admin/intakes/" + code + "/slots",
              "{\"office\":\"SMPN-01\",\"track\":\"DOMICILE\",\"label\":\"%d\",\"capacity\":%d}"
                  .formatted(i, Math.max(1, parents / PARENTS_OF_A_SEAT)));
      slots.add(slot.get("slotId").asLong());
    }
    try (var connection = cluster.neighbours.connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT id FROM intake WHERE code = '" + code + "'")) {
      row.next();
      id = row.getLong(1);
    }
    awaitKnown();
    return this;
  }

  /** The instance that was not asked knows of it, and of all its slots, with its next tick. */
  private void awaitKnown() throws IOException, InterruptedException {
    for (int instance = 0; instance < cluster.instances.size(); instance++) {
      int asked = instance;
      Await.until("an instance shows the intake " + code, () -> shown(asked) == SLOTS);
    }
  }

  private int shown(int instance) throws IOException, InterruptedException {
    var path = "/v1/intakes/" + code + "/slots";
    return client.ask(instance, "GET", path, admin, null).get("slots").size();
  }

  /** Nothing moves any more. */
  void pause() throws Exception {
    put(
        "/v1/admin/intakes/" + code + "/pause",
        "{\"notice\":{\"id\":\"Selesai\",\"en\":\"Over\"}}");
  }

  private JsonNode put(String path, String body) throws Exception {
    return client.ask(0, "PUT", path, admin, body);
  }

  /** The service's own audit. */
  JsonNode audit(int instance) throws IOException, InterruptedException {
    return client.ask(instance, "GET", "/v1/operator/intakes/" + code + "/audit", operator, null);
  }

  /** Holds that ended, and seats that are free while somebody waits. */
  long unsettled() throws SQLException {
    try (var connection = cluster.neighbours.connect()) {
      return Ledger.unsettled(connection, id);
    }
  }

  /** Holds that had ended when the pause began. */
  long due() throws SQLException {
    try (var connection = cluster.neighbours.connect()) {
      return Ledger.due(connection, id);
    }
  }

  Ledger ledger() throws SQLException {
    try (var connection = cluster.neighbours.connect()) {
      return Ledger.read(connection, id);
    }
  }

  String print() throws SQLException {
    try (var connection = cluster.neighbours.connect()) {
      connection.setReadOnly(true);
      return Ledger.print(connection, id);
    }
  }
}
