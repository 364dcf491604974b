package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import id.kursi.launcher.TestKeys;
import id.kursi.reservation.Crowd.Family;
import id.kursi.reservation.Crowd.Told;
import id.kursi.reservation.RoomInstances.Instance;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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

  @Test
  void whoeverWasBeforeTheFreezeIsDrawnAndBothTellTheSame() throws Exception {
    var room = instances.room(Map.of());
    var crowd = new Crowd(room);
    var families = Family.some(400);
    var opensAt = Instant.now().plusSeconds(2);
    room.intake.change("opensAt", opensAt.toString());
    var told = crowd.enterAround(opensAt, families, instances.both());

    assertThat(told).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
    assertThat(told).extracting(Told::number).containsExactlyInAnyOrderElementsOf(Crowd.upTo(400));
    var frozen = " FROM waiting_room WHERE intake_id = " + room.intake.id();
    eventually(() -> assertThat(Database.text("SELECT frozen_at" + frozen)).isNotNull());
    long drawn = Database.number("SELECT drawn" + frozen);
    assertThat(drawn).isBetween(1L, 399L);
    assertThat(Database.number(WRONG_SIDE + room.intake.id())).isZero();
    assertThat(told)
        .filteredOn(answer -> answer.number() > drawn)
        .allSatisfy(answer -> assertThat(answer.position()).isIn(null, answer.number()));

    eventually(() -> slow.get(room.path + "/draw").then().statusCode(200));
    room.draw();
    eventually(() -> fast.get(room.path).then().body("state", equalTo("SERVING")));
    var positions = crowd.positions(families, fast);
    assertThat(crowd.positions(families, slow)).isEqualTo(positions);
    for (var answer : told) {
      long position = positions.get(answer.family().account());
      assertThat(position <= drawn).isEqualTo(answer.number() <= drawn);
      assertThat(position).isIn(answer.number() <= drawn ? position : answer.number());
    }
    assertThat(positions.values()).doesNotHaveDuplicates();
    room.put("/rate", Map.of("perMinute", 60_000)).statusCode(200);
    instances.assertBothShowTheSame(room.path);
    instances.assertBothShowTheSame(room.path + "/draw");
  }

  /**
   * Frozen before the opening, drawn and yet later than the freeze, or the other way round, or
   * drawn though the opening was past: a tick may come later, a batch must not wait for it.
   */
  private static final String WRONG_SIDE =
      """
      SELECT count(*) FROM waiting_entry e JOIN waiting_room r USING (intake_id) JOIN intake_gate g USING (intake_id)
      WHERE (r.frozen_at < g.opens_at OR (e.entered_at < r.frozen_at) <> (e.number <= r.drawn)
             OR (e.number <= r.drawn AND e.entered_at > g.opens_at + interval '100 milliseconds')) AND intake_id =\s""";

  /** Alone, so that no other instance's tick opens in its place. */
  @Test
  void anInstanceAloneOpensByTheClockOfTheDatabase() throws Exception {
    for (var alone : instances.both()) {
      var room = instances.room(Map.of());
      alone.speak();
      room.enter("alone-" + UUID.randomUUID());
      var asleep = instances.besides(alone);
      asleep.standStill();
      try {
        var opensAt = Instant.now().plusSeconds(2);
        room.intake.restore("closesAt", opensAt.plusSeconds(3).toString());
        room.intake.change("opensAt", opensAt.toString());
        while (Instant.now().isBefore(opensAt)) {
          room.pointer().body("state", equalTo("ENTERING"));
        }
        room.awaitState("DRAWING");
        room.awaitState("CLOSED");
        assertThat(Database.text(TIMELY + room.intake.id())).isEqualTo("t");
      } finally {
        asleep.goOn();
      }
      asleep.speak();
      room.awaitState("CLOSED");
    }
  }

  /** A tick has a second; another two for a machine that is busy. */
  private static final String TIMELY =
      """
      SELECT r.frozen_at BETWEEN g.opens_at AND g.opens_at + interval '3 seconds'
      FROM waiting_room r JOIN intake_gate g USING (intake_id) WHERE intake_id =\s""";

  @Test
  void fiftyTabsAtBothAreOneEntry() throws Exception {
    var room = instances.room(Map.of());
    var crowd = new Crowd(room);
    var family = Family.one();
    var tabs = new ArrayList<CompletableFuture<Told>>();
    for (int tab = 0; tab < 50; tab++) {
      var through = tab / 2 % 2 == 0 ? fast : slow;
      tabs.add(crowd.enter(tab % 2 == 0 ? family : family.otherTab(), through));
    }
    var told = tabs.stream().map(CompletableFuture::join).toList();
    assertThat(told).allMatch(Told::isIn);
    assertThat(told).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(told).extracting(Told::id).containsOnly(told.getFirst().id());
    eventually(() -> room.pointer().body("entered", equalTo(1)));
  }

  private static void assertNotAdmitted(ValidatableResponse answer) {
    answer.statusCode(409).body("type", equalTo("/problems/not-admitted"));
  }

  @Test
  void aPassOfTheOneIsGoodAtTheOtherUntilItEndsByTheClockOfTheDatabase() {
    var family = "passing-" + UUID.randomUUID();
    var room = instances.served(Map.of("passFor", "PT6S", "grace", "PT1S"), family);
    var slot = instances.slot(room);
    var id = uuid7();
    var child = nik();
    fast.speak();
    eventually(() -> room.pass(family).statusCode(200));
    var given = room.pass(family).extract().jsonPath();
    var pass = given.getString("pass");
    var ends = Instant.parse(given.getString("expiresAt"));
    assertThat(Jwt.of(pass).getLong("exp")).isEqualTo(ends.getEpochSecond());
    assertThat(ends.getNano()).isZero();
    slow.speak();
    room.claim(family, id, slot, child, pass).statusCode(201);
    fast.speak();
    room.claim(family, id, slot, child, pass).statusCode(200);
    room.claim(family, uuid7(), slot, nik(), pass).statusCode(201);

    Eventually.after(Math.max(0, ends.toEpochMilli() + 100 - System.currentTimeMillis()));
    for (var instance : instances.both()) {
      instance.speak();
      assertNotAdmitted(room.claim(family, uuid7(), slot, nik(), pass));
      room.claim(family, id, slot, child, pass).statusCode(200);
    }
  }

  @Test
  void noOtherPassIsGoodAtEither() throws Exception {
    var family = "passing-" + UUID.randomUUID();
    var neighbour = "passing-" + UUID.randomUUID();
    var room = instances.served(Map.of(), family, neighbour);
    var slot = instances.slot(room);
    var pass = room.awaitPass(family);
    var parts = pass.split("\\.");
    var receipt =
        room.enter(family, uuid7()).statusCode(200).extract().jsonPath().getString("receipt");
    var wrong =
        List.of(
            room.awaitPass(neighbour),
            parts[0] + "." + room.awaitPass(neighbour).split("\\.")[1] + "." + parts[2],
            Forge.part(Map.of("alg", "none", "typ", "kursi-pass+jwt")) + "." + parts[1] + ".",
            parts[0] + "." + parts[1] + "." + Forge.base64(new byte[32]),
            receipt,
            TestKeys.token(family, "citizen"));
    for (var instance : instances.both()) {
      instance.speak();
      for (var forged : wrong) {
        assertNotAdmitted(room.claim(family, uuid7(), slot, nik(), forged));
      }
    }
    room.claim(family, uuid7(), slot, nik(), pass).statusCode(201);
  }

  /** Redis away, back, and empty, at each step: the room asks it nothing. */
  @Test
  void redisMayBeLostAtAnyStep() throws Exception {
    var room = instances.room(Map.of());
    var crowd = new Crowd(room);
    var families = Family.some(20);
    var slot = instances.slot(room);
    assertAllEnter(crowd, families.subList(0, 5));
    instances.redis.cut();
    assertAllEnter(crowd, families.subList(5, 10));
    instances.redis.restore();
    Redis.run("FLUSHALL");
    assertAllEnter(crowd, families.subList(10, 15));
    slow.speak();
    room.open();
    instances.redis.cut();
    assertAllEnter(crowd, families.subList(15, 20));
    room.draw();
    eventually(() -> fast.get(room.path).then().body("state", equalTo("SERVING")));
    var positions = crowd.positions(families, slow);
    assertThat(positions.values()).containsExactlyInAnyOrderElementsOf(Crowd.upTo(20));
    var pass = room.awaitPass(families.getFirst().account());
    room.claim(families.getFirst().account(), uuid7(), slot, nik(), pass).statusCode(201);
    instances.redis.restore();
    Redis.run("FLUSHALL");
    for (var instance : instances.both()) {
      assertThat(crowd.positions(families, instance)).isEqualTo(positions);
    }
  }

  private static void assertAllEnter(Crowd crowd, List<Family> families) {
    var told = new ArrayList<CompletableFuture<Told>>();
    families.forEach(family -> told.add(crowd.enter(family, told.size() % 2 == 0 ? fast : slow)));
    assertThat(told).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(201));
  }
}
