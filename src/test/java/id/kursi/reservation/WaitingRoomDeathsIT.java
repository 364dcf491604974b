package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import id.kursi.reservation.Crowd.Family;
import id.kursi.reservation.Crowd.Told;
import id.kursi.reservation.HeldSteps.Step;
import id.kursi.waitingroom.DrandRoundTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * One opening, from the first entry to the line, through which instances die by kill -9. Whoever is
 * left goes on from what is there, nothing is drawn twice or by another value, and nothing that was
 * told changes. Each test goes on where the one before it ended.
 */
@TestMethodOrder(OrderAnnotation.class)
class WaitingRoomDeathsIT {
  private static final int ENTERED = 60;

  /**
   * Opens the door, with a round that the league signed long ago in the place of the announced one,
   * which nobody can have yet. Past the guards: they refuse just that.
   */
  private static final String OPEN =
      """
      SET session_replication_role = replica;
      UPDATE intake_gate SET opens_at = clock_timestamp() WHERE intake_id = %d;
      UPDATE waiting_room SET rule = rule || '{"round": 1000, "at": "%s"}' WHERE intake_id = %1$d""";

  private static final String ROUND = DrandRoundTest.SIGNED.get(1000L);
  private static final List<Family> FAMILIES = Family.some(ENTERED);

  /** In the draw, but not in the line: the pointer passes its position for nothing. */
  private static final Family LEAVES = FAMILIES.getFirst();

  private static final Map<String, Long> TOLD = new HashMap<>();
  private static RoomInstances instances;
  private static TestRoom room;
  private static Crowd crowd;
  private static HeldSteps steps;
  private static Instant roundAt;
  private static byte[] published;

  @BeforeAll
  static void start() throws Exception {
    instances = new RoomInstances();
    room = instances.room(Map.of("leastPerMinute", 60, "mostPerMinute", 60));
    room.put("", Map.of("draw", Map.of("kind", "DRAND"))).statusCode(200);
    crowd = new Crowd(room);
    steps = new HeldSteps(room.intake.id());
  }

  @AfterAll
  static void end() throws Exception {
    steps.close();
    instances.close();
  }

  @Test
  @Order(1)
  void whatWasAcknowledgedBeforeADeathStaysAndTheRestIsAskedAgain() throws Exception {
    var sent = new ArrayList<CompletableFuture<Told>>();
    for (var family : FAMILIES) {
      sent.add(crowd.enter(family, instances.fast));
      if (sent.size() == ENTERED / 2) {
        sent.getFirst().join();
        instances.fast.kill();
      }
    }
    var acknowledged = sent.stream().map(CompletableFuture::join).filter(Told::isIn).toList();
    assertThat(acknowledged).isNotEmpty().hasSizeLessThan(ENTERED);
    // Before the others, who would get the numbers of those who were lost.
    for (var told : acknowledged) {
      var again = crowd.enter(told.family(), instances.slow).join();
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.number()).isEqualTo(told.number());
    }
    for (var family : FAMILIES) {
      var told = crowd.enter(family, instances.slow).join();
      assertThat(told.isIn()).isTrue();
      TOLD.put(family.account(), told.number());
    }
    assertThat(TOLD.values()).containsExactlyInAnyOrderElementsOf(Crowd.upTo(ENTERED));
    instances.slow.speak();
    room.leave(LEAVES.account(), LEAVES.id()).statusCode(200);
    instances.fast.start();
  }

  /** What it had begun dies with it: the other freezes, and whoever came meanwhile is behind. */
  @Test
  @Order(2)
  void whoeverDiesAtTheFreezeIsReplaced() throws Exception {
    roundAt = Instant.now().plusSeconds(2);
    Database.execute(OPEN.formatted(room.intake.id(), roundAt));
    var begun = steps.await(Step.FREEZE);
    var dead = instances.of(begun.role());
    var left = instances.besides(dead);
    var late = Family.one();
    var waits = crowd.enter(late, left);
    dead.kill();
    steps.undo(begun);
    steps.letGo(Step.FREEZE);
    assertThat(waits.join().number()).isEqualTo(ENTERED + 1);
    left.speak();
    eventually(() -> room.pointer().body("drawn", equalTo(ENTERED)));
    assertThat(room.position(late.account(), late.id())).isEqualTo(ENTERED + 1);
    dead.start();
  }

  /**
   * Its commit comes when it is dead already, and before that of the other, who goes on from there.
   */
  @Test
  @Order(3)
  void whoeverDiesAtTheRootIsReplaced() throws Exception {
    var begun = steps.await(Step.ROOT);
    var dead = instances.of(begun.role());
    steps.awaitAnotherBehind(begun);
    var death = Instant.now();
    dead.kill();
    steps.letGo(Step.ROOT);
    published = instances.besides(dead).draw(room);
    assertMadeAndSignedBefore(death);
    dead.start();
    assertThat(dead.draw(room)).isEqualTo(published);
  }

  /** Signed between the freeze and the root, whatever the clock of whoever signed it says. */
  private static void assertMadeAndSignedBefore(Instant death) {
    var draw = JsonPath.from(new String(published, UTF_8));
    var signedAt = Jwt.of(draw.getString("statement")).getLong("iat");
    var rootAt = Instant.parse(draw.getString("rootAt"));
    assertThat(Instant.ofEpochSecond(signedAt))
        .isAfter(Instant.parse(draw.getString("frozenAt")).minusSeconds(1))
        .isBeforeOrEqualTo(rootAt);
    assertThat(rootAt).isBefore(death);
  }

  /** Nobody asks before its time, and another round's signature takes no place. */
  @Test
  @Order(4)
  void aBeaconThatIsLateIsWaitedFor() throws Exception {
    instances.relay.awaitAsked();
    instances.relay.say(DrandRoundTest.SIGNED.get(1001L));
    instances.relay.awaitAsked();
    assertThat(steps.atWork(Step.DRAW)).isEmpty();
    assertThat(instances.relay.asked()).allMatch(moment -> !moment.isBefore(roundAt));
    for (var instance : instances.both()) {
      assertThat(instance.draw(room)).isEqualTo(published);
    }
  }

  @Test
  @Order(5)
  void whoeverDiesAtTheDrawIsReplaced() throws Exception {
    instances.relay.say(ROUND);
    var begun = steps.await(Step.DRAW);
    var dead = instances.of(begun.role());
    var left = instances.besides(dead);
    dead.kill();
    steps.undo(begun);
    steps.letGo(Step.DRAW);
    left.speak();
    room.awaitState("SERVING");
    TOLD.putAll(crowd.positions(FAMILIES, left));
    assertThat(TOLD.values()).containsExactlyInAnyOrderElementsOf(Crowd.upTo(ENTERED));
    var placed = "SELECT position FROM waiting_entry WHERE id = '" + LEAVES.id() + "'";
    var told = TOLD.get(LEAVES.account()).toString();
    eventually(() -> assertThat(Database.text(placed)).isEqualTo(told));
    eventually(() -> room.pointer().body("serving", greaterThan(2)));
    // Once more changes nothing that is shown, and the one that comes has not seen the first.
    for (int i = 0; i < 2; i++) {
      room.put("/pause", "").statusCode(200);
      room.awaitState("PAUSED");
    }
    published = left.draw(room);
    assertThat(JsonPath.from(new String(published, UTF_8)).getString("evidence")).isEqualTo(ROUND);
    dead.start();
    assertThatAllIsAsTold();
  }

  private static void assertThatAllIsAsTold() {
    for (var instance : instances.both()) {
      assertThat(instance.draw(room)).isEqualTo(published);
      assertThat(crowd.positions(FAMILIES, instance)).isEqualTo(TOLD);
    }
    instances.assertBothShowTheSame(room.path);
  }

  /** A pass is good from the start on, and before the instance knows anything of the room. */
  @Test
  @Order(6)
  void aStartFromNothingKnowsItAll() throws Exception {
    var slot = room.intake.slot(2);
    var first =
        FAMILIES.stream()
            .filter(family -> family != LEAVES && TOLD.get(family.account()) <= 2)
            .findFirst()
            .orElseThrow();
    var pass = room.awaitPass(first.account());
    for (var instance : instances.both()) {
      instance.kill();
    }
    Database.execute("REVOKE SELECT ON room_state FROM kursi_service");
    for (var instance : instances.both()) {
      instance.start();
      room.pointer().statusCode(503);
      room.claim(first.account(), uuid7(), slot, nik(), pass).statusCode(201);
      room.claim("nobody", uuid7(), slot, nik(), null).statusCode(409);
    }
    instances.fast.speak();
    // By its own clock, which is all that it has before its first reading, this is past.
    room.intake.closeAt(Instant.now().plusSeconds(25));
    Database.execute("GRANT SELECT ON room_state TO kursi_service");
    assertFirstPageTells("PAUSED");
    assertThatAllIsAsTold();
    assertThat(Database.number(DRAWN.formatted(room.intake.code))).isEqualTo(1);
  }

  private static void assertFirstPageTells(String state) {
    var pages = new ArrayList<ValidatableResponse>();
    eventually(() -> pages.add(room.pointer().statusCode(200)));
    pages.getFirst().body("state", equalTo(state));
  }

  private static final String DRAWN =
      """
      SELECT count(*) FROM audit_log WHERE action = 'WAITING_ROOM_DRAWN' AND about ->> 'intake' = '%s'""";
}
