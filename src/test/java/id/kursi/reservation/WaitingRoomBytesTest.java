package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import id.kursi.launcher.TestKeys;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What an hour's wait costs a phone: every byte of HTTP that it sends and gets, from entering to
 * the pass, with all that a browser sends of its own accord over HTTP/1.1.
 */
@ServiceTest
class WaitingRoomBytesTest {
  private static final int MOST = 20_000;
  private static final double HOUR = 3_600;

  /** In before ours, so that every count has as many digits as a big city's. */
  private static final int FAMILIES = 999_990;

  /** The advice is "give or take a fifth": who asks most often. */
  private static final double SOONEST = 0.8;

  /** Chrome on a phone, over TLS: what it adds to each request of a page of the same origin. */
  private static final String BROWSER =
      """
      Host: daftar.example.go.id\r
      Connection: keep-alive\r
      sec-ch-ua-platform: "Android"\r
      User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36\r
      sec-ch-ua: "Google Chrome";v="131", "Chromium";v="131", "Not_A Brand";v="24"\r
      sec-ch-ua-mobile: ?1\r
      Accept: */*\r
      Sec-Fetch-Site: same-origin\r
      Sec-Fetch-Mode: cors\r
      Sec-Fetch-Dest: empty\r
      Referer: https://daftar.example.go.id/\r
      Accept-Encoding: gzip, deflate, br, zstd\r
      Accept-Language: id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7\r
      """;

  private static int bytes(String method, String path, String more, String body)
      throws IOException {
    var request = method + " " + path + " HTTP/1.1\r\n" + BROWSER + more + "\r\n" + body;
    var answer = Wire.bytes(request.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(new String(answer, StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 20");
    return request.length() + answer.length;
  }

  private static int polls(Map<String, Number> advice) {
    double share = advice.get("share").doubleValue();
    double least = advice.get("atLeastSeconds").doubleValue();
    double most = advice.get("atMostSeconds").doubleValue();
    int polls = 0;
    for (double left = HOUR; left > 0; polls++) {
      left -= SOONEST * Math.min(Math.max(share * left, least), most);
    }
    return polls;
  }

  private static void set(TestRoom room, String what) throws Exception {
    Database.execute("UPDATE waiting_room SET " + what + " WHERE intake_id = " + room.intake.id());
  }

  /** Brings the line to where it is after many steps. */
  private static void serve(TestRoom room, int serving, int steps) throws Exception {
    set(room, "serving = %d, version = version + %d".formatted(serving, steps));
    Database.execute(
        "INSERT INTO waiting_step VALUES (%d, %d, now())".formatted(room.intake.id(), serving));
    eventually(() -> room.pointer().body("serving", greaterThanOrEqualTo(serving)));
  }

  @Test
  void anHoursWaitCostsUnderTwentyKilobytes() throws Exception {
    var room = new TestRoom(Map.of());
    room.intake.slot(9_954);
    room.enter("counted-" + UUID.randomUUID());
    set(room, "entries = " + FAMILIES);
    var account = "counted-" + UUID.randomUUID();
    var id = Api.uuid7();
    var entry = room.path + "/entries/" + id;
    var token = "Authorization: Bearer " + TestKeys.token(account, "citizen") + "\r\n";
    var json = "Content-Type: application/json\r\nContent-Length: ";
    int all = bytes("PUT", entry, token + json + "2\r\n", "{}");
    room.open();
    room.draw();
    all += bytes("GET", entry, token, "");
    // A line that has moved for half an hour, a version with each second.
    serve(room, FAMILIES / 2, 1_800);
    // While the line moves every look finds a new page; who has the same is told so in less.
    int look = bytes("GET", room.path, "If-None-Match: W/\"1796-3f1c20aa\"\r\n", "");
    serve(room, FAMILIES + 1, 1_800);
    room.awaitPass(account);
    all +=
        bytes(
            "POST",
            "/v1/intakes/" + room.intake.code + "/passes",
            token + "Content-Length: 0\r\n",
            "");
    Map<String, Number> advice =
        JsonPath.from(room.pointer().extract().asString()).getMap("askAgain");
    int polls = polls(advice);
    assertThat(all + polls * look)
        .as("%d bytes, and %d looks of %d each", all, polls, look)
        .isLessThan(MOST);
  }
}
