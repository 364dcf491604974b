package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import id.kursi.waitingroom.CheckDraw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service publishes of a draw, checked by docs/check-draw.py as a stranger would. */
@ServiceTest
class WaitingRoomDrawTest {
  private static final int FAMILIES = 40;

  @TempDir private Path folder;

  private String check(String... files) throws IOException, InterruptedException {
    var said = CheckDraw.check(files);
    assertThat(said.status()).as(said.text()).isZero();
    return said.text();
  }

  private String file(String name, String json) throws IOException {
    return Files.writeString(folder.resolve(name), json).toString();
  }

  @Test
  void whatIsPublishedGivesEverybodyThePositionThatTheyWereTold() throws Exception {
    var room = new TestRoom(Map.of());
    var entries = new HashMap<Integer, UUID>();
    var accounts = new HashMap<Integer, String>();
    for (int number = 1; number <= FAMILIES; number++) {
      accounts.put(number, "drawn-" + UUID.randomUUID());
      entries.put(number, room.enter(accounts.get(number)));
    }
    Api.anybody()
        .get(room.path + "/leaves")
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/not-drawn-yet"));
    room.open();
    Api.anybody()
        .get(room.path + "/draw")
        .then()
        .statusCode(200)
        .body("frozen.entries", equalTo(FAMILIES))
        .body("frozen.source.proofAgainstOperator", equalTo(false))
        .body("seed", nullValue());
    room.draw();

    var draw = file("draw.json", Api.anybody().get(room.path + "/draw").asString());
    var told =
        entries.entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + " "
                        + room.position(accounts.get(entry.getKey()), entry.getValue())
                        + "\n")
            .collect(Collectors.joining());
    assertThat(check(draw)).isEqualTo(told);

    var leaves =
        Api.anybody()
            .get(room.path + "/leaves")
            .then()
            .statusCode(200)
            .header("Cache-Control", "public, max-age=31536000, immutable")
            .header("Link", nullValue())
            .extract()
            .asString();
    assertThat(check(draw, file("leaves.txt", leaves))).isEqualTo(told);
    assertThat(Api.anybody().get(room.path + "/leaves?after=38").asString().lines())
        .containsExactlyElementsOf(leaves.lines().skip(38).toList());
    Api.anybody().get(room.path + "/leaves?after=40").then().statusCode(422);

    var inclusion =
        Api.citizen(accounts.get(7))
            .get(room.path + "/entries/" + entries.get(7) + "/inclusion")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertThat(check(draw, file("inclusion.json", inclusion)))
        .isEqualTo("7 " + room.position(accounts.get(7), entries.get(7)) + "\n");
    Api.citizen(accounts.get(8))
        .get(room.path + "/entries/" + entries.get(7) + "/inclusion")
        .then()
        .statusCode(404);
  }

  /** Redis is no part of a room: what was told stands without it, and with it empty. */
  @Test
  void losingRedisMovesNobody() throws Exception {
    var room = new TestRoom(Map.of());
    var account = "drawn-" + UUID.randomUUID();
    var entry = room.enter(account);
    Redis.run("FLUSHALL");
    room.open();
    Redis.run("FLUSHALL");
    room.draw();
    var position = room.position(account, entry);
    Redis.run("FLUSHALL");
    assertThat(room.position(account, entry)).isEqualTo(position);
    room.awaitPass(account);
  }
}
