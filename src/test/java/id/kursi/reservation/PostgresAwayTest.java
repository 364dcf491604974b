package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import id.kursi.launcher.Proxies;
import id.kursi.reservation.Burst.Application;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Postgres goes away, falls silent, or dies between commit and answer. */
@QuarkusTest
@QuarkusTestResource(value = Proxies.class, restrictToAnnotatedClass = true)
class PostgresAwayTest {
  Proxies proxies;

  @AfterEach
  void restore() {
    proxies.postgres().restore();
    Meters.awaitTrust();
    eventually(() -> Api.citizen("a").get("/v1/reservations").then().statusCode(200));
    eventually(TestIntake::open);
  }

  @Test
  void withoutPostgresNothingIsTakenAndTheServiceComesBack() {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var id = uuid7();
    var nik = nik();
    Meters.awaitTrust();
    proxies.postgres().cut();
    claim("a", id, slot, nik)
        .statusCode(503)
        .body("type", equalTo("/problems/unavailable"))
        .header("Retry-After", notNullValue());
    Api.citizen("a")
        .get("/v1/reservations/" + id)
        .then()
        .statusCode(503)
        .body("type", equalTo("/problems/unavailable"));
    Api.as("admin", "admin")
        .body(Map.of("capacity", 2))
        .put("/v1/admin/intakes/" + intake.code + "/slots/" + slot + "/capacity")
        .then()
        .statusCode(503);
    Api.anybody().get("/v1/intakes/" + intake.code).then().statusCode(200);
    proxies.postgres().restore();
    // The token of the claim that failed was given back: the one seat is for whoever comes first.
    eventually(() -> claim("a", id, slot, nik).statusCode(201));
    intake.assertSound();
  }

  @Test
  void aFullSlotIsRefusedWithoutPostgres() {
    var slot = TestIntake.open().slot(1);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    claim("b", uuid7(), slot, nik()).statusCode(409);
    proxies.postgres().cut();
    var answers = new Burst().send(Application.of(slot, 300));
    assertThat(answers).allMatch(answer -> answer.type().equals("/problems/slot-full"));
  }

  @Test
  void anAnswerLostAfterTheCommitIsSettledByTheSameBatch() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(3);
    var application = Application.of(slot);
    // Once before, so that the connection stands and its statement is prepared.
    claim("warm", uuid7(), slot, nik()).statusCode(201);
    proxies.postgres().loseAnswers();
    var answer = new Burst().send(application);
    eventually(() -> assertThat(rows(application)).isEqualTo(1));
    assertThat(answer).isNotDone();
    proxies.postgres().restore();
    assertThat(answer.join().status()).isIn(200, 201);
    assertThat(answer.join().isSeat()).isTrue();
    claim(application.account(), application.id(), slot, application.nik())
        .statusCode(200)
        .body("receipt", equalTo(answer.join().body().path("receipt").asText()));
    assertThat(rows(application)).isEqualTo(1);
    intake.assertSound();
  }

  private long rows(Application application) {
    try (var connection = DriverManager.getConnection(proxies.directUrl(), "postgres", "");
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT count(*) FROM reservation WHERE id = '" + application.id() + "'")) {
      rows.next();
      return rows.getLong(1);
    } catch (java.sql.SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void aStalledCommitIsToldAsUnknownAndTheRepeatFindsTheSeat() {
    var intake = TestIntake.open();
    var slot = intake.slot(3);
    var id = uuid7();
    var nik = nik();
    claim("warm", uuid7(), slot, nik()).statusCode(201);
    proxies.postgres().silence();
    claim("a", id, slot, nik)
        .statusCode(503)
        .body("type", equalTo("/problems/outcome-unknown"))
        .header("Retry-After", notNullValue());
    proxies.postgres().restore();
    eventually(() -> claim("a", id, slot, nik).statusCode(200).body("status", equalTo("HELD")));
    step("a", id, "confirmation").statusCode(200);
    intake.assertSound();
  }

  @Test
  void aBurstAcrossACutSellsExactlyTheCapacity() {
    var intake = TestIntake.open();
    var slot = intake.slot(100);
    var burst = new Burst();
    var applications = Application.of(slot, 600);
    var answers =
        applications.stream()
            .map(
                application -> {
                  if (application == applications.get(200)) {
                    proxies.postgres().cut();
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              Eventually.after(500);
                              proxies.postgres().restore();
                            });
                  }
                  return burst.send(application);
                })
            .toList();
    var acknowledged =
        answers.stream().map(CompletableFuture::join).filter(Burst.Answer::isSeat).toList();
    eventually(
        () ->
            assertThat(burst.send(applications).stream().filter(Burst.Answer::isSeat))
                .hasSize(100));
    assertThat(burst.send(acknowledged.stream().map(Burst.Answer::application).toList()))
        .allMatch(Burst.Answer::isSeat);
    assertThat(intake.audit().getLong("slots[0].live")).isEqualTo(100);
    intake.assertSound();
  }

  @Test
  void anAccountThatCrowdsTheRoomIsRefusedAtOnceAndNothingIsTaken() {
    var intake = TestIntake.open();
    var slot = intake.slot(100);
    claim("warm", uuid7(), slot, nik()).statusCode(201);
    proxies.postgres().silence();
    var applications =
        Stream.generate(() -> new Application("crowd", uuid7(), slot, nik())).limit(20).toList();
    var answers = applications.stream().map(new Burst()::send).toList();
    var refused =
        answers.stream()
            .map(CompletableFuture::join)
            .filter(answer -> answer.type().equals("/problems/overloaded"))
            .toList();
    assertThat(refused).hasSizeGreaterThanOrEqualTo(4);
    proxies.postgres().restore();
    eventually(() -> assertThat(intake.audit().getLong("rows")).isPositive());
    refused.stream()
        .limit(4)
        .forEach(
            answer ->
                Api.citizen("crowd")
                    .get("/v1/reservations/" + answer.application().id())
                    .then()
                    .statusCode(404));
  }

  @Test
  void aSilentPostgresLeavesNoReaderHanging() {
    var id = uuid7();
    claim("a", id, TestIntake.open().slot(1), nik()).statusCode(201);
    proxies.postgres().silence();
    Api.citizen("a")
        .get("/v1/reservations/" + id)
        .then()
        .statusCode(503)
        .body("type", equalTo("/problems/unavailable"));
  }

  @Test
  void anAdminHearsThatPostgresIsAway() {
    var intake = TestIntake.open();
    proxies.postgres().cut();
    intake
        .tryChange("seatsPerAccount", 2)
        .statusCode(503)
        .body("type", equalTo("/problems/unavailable"));
  }
}
