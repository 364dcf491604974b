package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.launcher.TestKeys;
import id.kursi.platform.Form;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies that two readers could read in two ways, or that no reader should read. */
@ServiceTest
class SmugglingTest {
  private static final String CHILD =
      "\"child\":{\"nik\":\"3674011705130000\",\"name\":\"%s\",\"birthDate\":\"2013-05-17\",\"guardianName\":\"B\",\"guardianPhone\":\"081234567890\"}";

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] named(long slot, byte... name) {
    var halves = ("{\"slotId\":" + slot + "," + CHILD + "}").split("%s");
    var body = new java.io.ByteArrayOutputStream();
    body.writeBytes(utf8(halves[0]));
    body.writeBytes(name);
    body.writeBytes(utf8(halves[1]));
    return body.toByteArray();
  }

  private static Map<String, byte[]> bodies(long slot) {
    var child = CHILD.formatted("Siti");
    var good = "{\"slotId\":" + slot + "," + child + "}";
    var bodies = new LinkedHashMap<String, byte[]>();
    bodies.put("a field twice", utf8("{\"slotId\":1,\"slotId\":" + slot + "," + child + "}"));
    bodies.put(
        "a field twice, once escaped",
        utf8("{\"slot\\u0049d\":1,\"slotId\":" + slot + "," + child + "}"));
    bodies.put("a child twice", utf8("{\"slotId\":" + slot + "," + child + "," + child + "}"));
    bodies.put("two bodies", utf8(good + good));
    bodies.put("something after it", utf8(good + ";"));
    bodies.put(
        "nested deep",
        utf8("{\"slotId\":" + "[".repeat(5_000) + "]".repeat(5_000) + "," + child + "}"));
    bodies.put("nested without end", utf8("{\"child\":".repeat(1_500)));
    for (var number :
        List.of(
            "1e400",
            "1E999999999",
            "9".repeat(400),
            "9223372036854775808",
            slot + ".0",
            "-0",
            "0x1",
            "NaN",
            "Infinity",
            "+1",
            "01",
            "true")) {
      bodies.put(
          "the number " + number.substring(0, Math.min(12, number.length())),
          utf8("{\"slotId\":" + number + "," + child + "}"));
    }
    bodies.put("a comment", utf8("{/**/\"slotId\":" + slot + "," + child + "}"));
    bodies.put("quoted once", utf8(good.replace('"', '\'')));
    bodies.put("a comma too many", utf8("{\"slotId\":" + slot + "," + child + ",}"));
    bodies.put("overlong UTF-8", named(slot, (byte) 0xC0, (byte) 0xAF));
    bodies.put("no UTF-8", named(slot, (byte) 0xFF));
    bodies.put("half a character", named(slot, (byte) 0xE2, (byte) 0x82));
    bodies.put("a surrogate in UTF-8", named(slot, (byte) 0xED, (byte) 0xA0, (byte) 0x80));
    bodies.put("half a pair, escaped", named(slot, utf8("\\ud800")));
    bodies.put("a pair the wrong way round", named(slot, utf8("\\udc00\\ud800")));
    bodies.put("a zero byte", named(slot, utf8("\\u0000")));
    bodies.put("a line break", named(slot, utf8("a\\nb")));
    bodies.put("a string of a megabyte", named(slot, utf8("x".repeat(1 << 20))));
    bodies.put("a string of ten megabytes", named(slot, utf8("x".repeat(10 << 20))));
    bodies.put("as long as may be", named(slot, utf8("x".repeat(Form.MAX_BODY - 300))));
    return bodies;
  }

  @Test
  void noBodyThatCanBeReadInTwoWaysIsCarriedOut() throws Exception {
    var slot = TestIntake.open().slot(1_000);
    for (var body : bodies(slot).entrySet()) {
      var asked =
          Map.of(
              "/v1/reservations/" + Api.uuid7(),
              Api.citizen("smuggler"),
              "/v1/officer/reservations/" + Api.uuid7(),
              Api.as("officer", "smuggler"),
              "/v1/admin/intakes/smuggled",
              Api.as("admin", "smuggler"));
      for (var request : asked.entrySet()) {
        var what = body.getKey() + " at " + request.getKey();
        var answer = request.getValue().body(body.getValue()).put(request.getKey());
        assertThat(answer.statusCode()).as(what).isIn(400, 413, 422);
        assertThat(answer.contentType()).as(what).startsWith("application/problem+json");
        assertThat(answer.asString())
            .as(what)
            .doesNotContain("3674011705130000", "Siti", "jackson");
      }
    }
    assertThat(Database.number("SELECT count(*) FROM reservation WHERE slot_id = " + slot))
        .isZero();
    // The body without any of it is one that is carried out.
    Api.citizen("smuggler")
        .body(named(slot, utf8("Siti")))
        .put("/v1/reservations/" + Api.uuid7())
        .then()
        .statusCode(201);
  }

  /**
   * Half a pair in a name of the catalogue would be stored, and no answer could be written of it.
   */
  @Test
  void textThatNoUtf8CanSayIsRefusedEverywhere() {
    for (var text : List.of("\\ud800", "a\\udfffb")) {
      Api.as("admin", "a")
          .body("{\"name\":{\"id\":\"" + text + "\",\"en\":\"x\"}}")
          .put("/v1/admin/agencies/half")
          .then()
          .statusCode(422);
      Api.as("officer", "a")
          .body("{\"reason\":\"" + text + "\"}")
          .put("/v1/officer/reservations/" + Api.uuid7() + "/void")
          .then()
          .statusCode(422);
    }
    Api.as("admin", "a")
        .body("{\"name\":{\"id\":\"\\ud83c\\udf93\",\"en\":\"x\"}}")
        .put("/v1/admin/agencies/whole")
        .then()
        .statusCode(200);
  }

  /**
   * Found by bin/fuzz: a type that cannot be read was a fault of the service where there are two to
   * choose from.
   */
  @Test
  void aTypeThatIsNoneIsRefused() throws Exception {
    var intake = TestIntake.open();
    for (var path :
        List.of(
            "/v1/admin/intakes/" + intake.code + "/slots",
            "/v1/admin/agencies",
            "/v1/officer/reservations/" + Api.uuid7(),
            "/v1/reservations/" + Api.uuid7())) {
      for (var type : List.of("", "x", "/", "application/", "applicationjson", ";", "text csv")) {
        var role = path.split("/")[2].replace("reservations", "citizen");
        var answer =
            Wire.send(
                "PUT %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
                    .formatted(path, TestKeys.token("a", role), type));
        assertThat(Wire.statuses(answer)).as("%s as %s", path, type).containsExactly(415);
        assertThat(answer).contains("/problems/unsupported-media-type");
      }
    }
  }

  /** Found by bin/fuzz too. */
  @Test
  void whatAcceptsNothingThatCanBeReadIsRefused() throws Exception {
    for (var path : List.of("/v1/admin/agencies", "/v1/keys", "/v1/reservations")) {
      for (var accept : List.of("", "x", "/", "text")) {
        var role = path.contains("admin") ? "admin" : "citizen";
        var answer =
            Wire.send(
                "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nAccept: %s\r\nConnection: close\r\n\r\n"
                    .formatted(path, TestKeys.token("a", role), accept));
        assertThat(Wire.statuses(answer)).as("%s as %s", path, accept).containsExactly(406);
      }
    }
    // As the JDK's own client asks.
    var answer =
        Wire.send(
            "GET /v1/keys HTTP/1.1\r\nHost: x\r\nAccept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2\r\nConnection: close\r\n\r\n");
    assertThat(Wire.statuses(answer)).containsExactly(200);
  }
}
