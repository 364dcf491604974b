package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.launcher.FreshDatabase;
import id.kursi.launcher.PackagedService;
import id.kursi.reservation.Burst.Application;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged service is told to stop, as an orchestrator does it, while claims are in hand. */
class ShutdownIT {
  private static final int LOT = 50;
  private static final int LOTS = 100;

  private final Map<String, String> settings = settings();
  private PackagedService service;

  private static Map<String, String> settings() {
    var settings = new FreshDatabase().start();
    settings.put("kursi.demo.load", "true");
    return settings;
  }

  @BeforeEach
  void start() throws Exception {
    service = PackagedService.start(settings);
    RestAssured.port = service.port();
    eventually(() -> Api.anybody().get("/q/health/ready").then().statusCode(200));
    eventually(TestIntake::open);
  }

  @AfterEach
  void end() {
    service.close();
    RestAssured.reset();
  }

  @Test
  void whatIsInHandIsCommittedAndAnsweredBeforeTheServiceGoes() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(100_000);
    var board = listen(intake);
    var burst = new Burst();
    burst.send(Application.of(intake.slot("SMPN-02", "DOMICILE", LOT), LOT));
    var sent = new ConcurrentLinkedQueue<CompletableFuture<Burst.Answer>>();
    var sender =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int lot = 0; lot < LOTS; lot++) {
                    Application.of(slot, LOT).forEach(claim -> sent.add(burst.send(claim)));
                    Eventually.after(5);
                  }
                });
    eventually(() -> assertThat(sent).anyMatch(CompletableFuture::isDone));
    service.tellToStop();

    assertThat(service.hasStopped()).as(service.log()).isTrue();
    assertThat(board.join()).isEqualTo(200);
    sender.join();
    var answers =
        sent.stream().map(answer -> answer.exceptionally(notTaken -> null).join()).toList();
    var held =
        answers.stream()
            .filter(answer -> answer != null && answer.isSeat())
            .map(answer -> answer.application().id())
            .collect(Collectors.toSet());
    assertThat(held).isNotEmpty().hasSizeLessThan(answers.size());
    assertThat(rows(slot)).as("rows that somebody heard of").isEqualTo(held);
  }

  /** A board that listens for as long as it is let. */
  private CompletableFuture<Integer> listen(TestIntake intake) {
    var slots = "/v1/intakes/" + intake.code + "/slots/events";
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + slots)).build();
    return HttpClient.newHttpClient()
        .sendAsync(request, BodyHandlers.ofString())
        .thenApply(HttpResponse::statusCode);
  }

  private Set<UUID> rows(long slot) throws SQLException {
    var rows = new HashSet<UUID>();
    try (var connection = Database.connect(settings);
        var statement = connection.createStatement();
        var found = statement.executeQuery("SELECT id FROM reservation WHERE slot_id = " + slot)) {
      while (found.next()) {
        rows.add(found.getObject(1, UUID.class));
      }
    }
    return rows;
  }
}
