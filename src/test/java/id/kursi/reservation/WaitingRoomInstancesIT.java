package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import id.kursi.reservation.Crowd.Family;
import id.kursi.reservation.Crowd.Told;
import id.kursi.reservation.RoomInstances.Instance;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two instances are one waiting room, though the clock of the one is half a minute fast and that of
 * the other half a minute slow: the database's clock opens the door, and what the one told the
 * other tells too.
 */
class WaitingRoomInstancesIT {
  private static RoomInstances instances;
  private static Instance fast;
  private static Instance slow;

  @BeforeAll
  static void start() throws Exception {
    instances = new RoomInstances();
    fast = instances.fast;
    slow = instances.slow;
  }

  @AfterAll
  static void end() throws Exception {
    instances.close();
  }

  /** A room that both have seen; the slow one is spoken to. */
  private static TestRoom room(Map<String, Object> more) {
    fast.speak();
    var room = new TestRoom(more);
    slow.speak();
    room.awaitState("ENTERING");
    return room;
  }

  private static Response get(Instance instance, String path) {
    return Api.anybody().port(instance.port()).get(path);
  }

  private static void assertBothShowTheSame(String path) {
    eventually(
        () -> {
          var here = get(fast, path);
          var there = get(slow, path);
          assertThat(here.statusCode()).isEqualTo(200);
          assertThat(there.asByteArray()).isEqualTo(here.asByteArray());
          assertThat(there.header("ETag")).isEqualTo(here.header("ETag"));
        });
  }

  /** Half of the families through each, one after another, from a second before the opening on. */
  private static List<Told> enterAround(Instant opensAt, Crowd crowd, List<Family> families) {
    long from = opensAt.toEpochMilli() - 1_000;
    var told = new ArrayList<CompletableFuture<Told>>();
    for (int i = 0; i < families.size(); i++) {
      long wait = from + 2_000L * i / families.size() - System.currentTimeMillis();
      Eventually.after(Math.max(0, wait));
      told.add(crowd.enter(families.get(i), i % 2 == 0 ? fast : slow));
    }
    return told.stream().map(CompletableFuture::join).toList();
  }

  @Test
  void whoeverWasBeforeTheFreezeIsDrawnAndBothTellTheSame() throws Exception {
    var room = room(Map.of());
    var crowd = new Crowd(room);
    var families = Family.some(400);
    var opensAt = Instant.now().plusSeconds(2);
    room.intake.change("opensAt", opensAt.toString());
    var told = enterAround(opensAt, crowd, families);

    assertThat(told).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
    assertThat(told)
        .extracting(Told::number)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 400).boxed().toList());
    var frozen = " FROM waiting_room WHERE intake_id = " + room.intake.id();
    eventually(() -> assertThat(Database.text("SELECT frozen_at" + frozen)).isNotNull());
    long drawn = Database.number("SELECT drawn" + frozen);
    assertThat(drawn).isBetween(1L, 399L);
    assertThat(Database.number(WRONG_SIDE + room.intake.id())).isZero();
    assertThat(told)
        .filteredOn(answer -> answer.number() > drawn)
        .allSatisfy(answer -> assertThat(answer.position()).isIn(null, answer.number()));

    eventually(() -> get(slow, room.path + "/draw").then().statusCode(200));
    room.draw();
    eventually(() -> get(fast, room.path).then().body("state", equalTo("SERVING")));
    var positions = crowd.positions(families, fast);
    assertThat(crowd.positions(families, slow)).isEqualTo(positions);
    for (var answer : told) {
      long position = positions.get(answer.family());
      assertThat(position <= drawn).isEqualTo(answer.number() <= drawn);
      assertThat(position).isIn(answer.number() <= drawn ? position : answer.number());
    }
    assertThat(positions.values()).doesNotHaveDuplicates();
    room.put("/rate", Map.of("perMinute", 60_000)).statusCode(200);
    assertBothShowTheSame(room.path);
    assertBothShowTheSame(room.path + "/draw");
  }

  /** Frozen before the opening; drawn and yet later than the freeze, or the other way round. */
  private static final String WRONG_SIDE =
      """
      SELECT count(*) FROM waiting_entry e JOIN waiting_room r USING (intake_id) JOIN intake_gate g USING (intake_id)
      WHERE (r.frozen_at < g.opens_at OR (e.entered_at < r.frozen_at) <> (e.number <= r.drawn)) AND intake_id =\s""";
}
