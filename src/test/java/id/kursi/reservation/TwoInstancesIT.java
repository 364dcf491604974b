package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.status;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static id.kursi.reservation.Ticks.ticksUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import id.kursi.launcher.FreshDatabase;
import id.kursi.launcher.PackagedService;
import id.kursi.reservation.Burst.Answer;
import id.kursi.reservation.Burst.Application;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Instances on one Postgres and one Redis behave as one: the same answers, the same snapshot, and
 * none that leads, so that the end of any leaves nothing undone.
 */
@TestMethodOrder(OrderAnnotation.class)
class TwoInstancesIT {
  /** One snapshot may have been under way at the change; the next has it. */
  private static final int TICKS = 2;

  /** Whoever expires holds and waits for the lock of their intake. */
  private static final String EXPIRING =
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
          + " AND query LIKE '%resolve_batch%'";

  private static final String BACKENDS =
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database()";

  private static final Map<String, String> SETTINGS = settings();
  private static PackagedService one;
  private static PackagedService other;

  private static Map<String, String> settings() {
    var settings = new FreshDatabase().start();
    settings.put("kursi.demo.load", "true");
    return settings;
  }

  @BeforeAll
  static void start() throws Exception {
    one = PackagedService.start(SETTINGS);
    other = PackagedService.start(SETTINGS);
    for (var instance : List.of(other, one)) {
      speakTo(instance);
      eventually(() -> Api.anybody().get("/q/health/ready").then().statusCode(200));
    }
    eventually(TestIntake::open);
  }

  @AfterAll
  static void end() {
    one.close();
    other.close();
    RestAssured.reset();
  }

  private static void speakTo(PackagedService instance) {
    RestAssured.port = instance.port();
  }

  private static Response slots(PackagedService instance, TestIntake intake) {
    return Api.anybody().port(instance.port()).get("/v1/intakes/" + intake.code + "/slots");
  }

  /** A slot that both have seen; the first of the two is spoken to. */
  private static long slot(TestIntake intake, int capacity) {
    long slot = intake.slot(capacity);
    eventually(() -> slots(other, intake).then().body("slots.slotId", hasItem((int) slot)));
    return slot;
  }

  private static TestIntake intake() {
    speakTo(one);
    return TestIntake.open();
  }

  @Test
  void whatTheOneAnsweredTheOtherRepeats() {
    var slot = slot(intake(), 2);
    var id = uuid7();
    var nik = nik();
    var first = claim("parent", id, slot, nik).statusCode(201).extract().asString();
    speakTo(other);
    assertThat(claim("parent", id, slot, nik).statusCode(200).extract().asString())
        .isEqualTo(first);
    claim("parent", id, slot, nik()).statusCode(409).body("type", equalTo("/problems/id-in-use"));
    claim("parent", uuid7(), slot, nik)
        .statusCode(409)
        .body("type", equalTo("/problems/already-registered"))
        .body("reservation", equalTo(id.toString()));
  }

  @Test
  void aHoldOfTheOneIsConfirmedThroughTheOther() {
    var id = uuid7();
    claim("parent", id, slot(intake(), 1), nik()).statusCode(201);
    speakTo(other);
    step("parent", id, "confirmation").statusCode(200).body("status", equalTo("CONFIRMED"));
    speakTo(one);
    assertThat(status("parent", id)).isEqualTo("CONFIRMED");
    step("parent", id, "confirmation").statusCode(200).body("status", equalTo("CONFIRMED"));
  }

  @Test
  void noSeatIsSoldByBoth() {
    var intake = intake();
    var slot = slot(intake, 20);
    var burst = new Burst();
    var sent = new ArrayList<CompletableFuture<Answer>>();
    for (int i = 0; i < 60; i++) {
      speakTo(i % 2 == 0 ? one : other);
      sent.add(burst.send(Application.of(slot)));
    }
    var answers = sent.stream().map(CompletableFuture::join).toList();
    assertThat(answers).filteredOn(Answer::isSeat).hasSize(20);
    assertThat(answers)
        .filteredOn(answer -> !answer.isSeat())
        .allSatisfy(answer -> assertThat(answer.type()).isEqualTo("/problems/slot-full"));
    intake.assertSound();
  }

  @Test
  void bothShowTheSameWithinTwoTicksOfTheLastChange() throws Exception {
    var intake = intake();
    var slot = slot(intake, 20);
    var given = uuid7();
    claim("a", given, slot, nik()).statusCode(201);
    speakTo(other);
    step("a", given, "cancellation").statusCode(200);
    claim("b", uuid7(), slot, nik()).statusCode(201);
    // Only the last change leaves so few.
    claim("c", uuid7(), slot, nik()).statusCode(201);
    try (var watchers = Executors.newFixedThreadPool(2)) {
      var ticks = watchers.invokeAll(List.of(shown(one, intake, 18), shown(other, intake, 18)));
      assertThat(ticks).allSatisfy(taken -> assertThat(taken.get()).isLessThanOrEqualTo(TICKS));
    }
    var here = slots(one, intake);
    var there = slots(other, intake);
    assertThat(there.header("ETag")).isEqualTo(here.header("ETag"));
    assertThat(there.asByteArray()).isEqualTo(here.asByteArray());
    Api.anybody()
        .port(other.port())
        .header("If-None-Match", here.header("ETag"))
        .get("/v1/intakes/" + intake.code + "/slots")
        .then()
        .statusCode(304);
  }

  /** How many ticks the instance took until it showed so many free seats. */
  private static Callable<Integer> shown(PackagedService instance, TestIntake intake, int free) {
    return () ->
        ticksUntil(
            instance.port(),
            () -> slots(instance, intake).jsonPath().getInt("slots[0].free") == free);
  }

  /**
   * One dies by kill -9 while its call stands in the database. What it had begun is undone, and the
   * one that is left does it. The last, for nobody starts it again.
   */
  @Test
  @Order(Integer.MAX_VALUE)
  void whatTheOneThatDiedHadBegunTheOtherFinishes() throws Exception {
    var intake = intake();
    var slot = slot(intake, 20);
    var held = new Burst().send(Application.of(slot, 20));
    assertThat(held).allMatch(Answer::isSeat);
    var seats = "SELECT count(*) FROM reservation WHERE status = 'HELD' AND slot_id = " + slot;
    try (var gate = Database.connect(SETTINGS)) {
      gate.setAutoCommit(false);
      gate.createStatement()
          .execute(
              "SELECT FROM intake_gate g JOIN slot_ledger s USING (intake_id) WHERE s.slot_id = "
                  + slot
                  + " FOR NO KEY UPDATE OF g");
      run("UPDATE reservation SET hold_until = clock_timestamp() WHERE slot_id = " + slot);
      var atWork = new HashSet<Integer>();
      eventually(
          () -> {
            atWork.addAll(numbers(EXPIRING));
            assertThat(atWork).hasSize(2);
          });
      one.kill();
      // Its own call ends with the patience of the lock; that of the living is sent again.
      eventually(() -> assertThat(numbers(BACKENDS)).filteredOn(atWork::contains).hasSize(1));
      assertThat(numbers(seats)).containsExactly(20);
      gate.rollback();
    }
    // The call that waits goes on at once.
    speakTo(other);
    assertThat(ticksUntil(other.port(), () -> numbers(seats).contains(0)))
        .isLessThanOrEqualTo(TICKS);
    intake.assertSound();
    claim("next", uuid7(), slot, nik()).statusCode(201);
  }

  private static void run(String sql) throws SQLException {
    try (var connection = Database.connect(SETTINGS);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Set<Integer> numbers(String sql) throws SQLException {
    var numbers = new HashSet<Integer>();
    try (var connection = Database.connect(SETTINGS);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        numbers.add(rows.getInt(1));
      }
    }
    return numbers;
  }
}
