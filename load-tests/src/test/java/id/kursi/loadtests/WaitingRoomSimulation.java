package id.kursi.loadtests;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.http;

import id.kursi.loadtests.Answers.Step;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * A fair opening: families enter a waiting room, a few first and then the crowd, look up what the
 * draw gave them, and wait by reading the line until their turn comes. Who makes the draw and
 * steers the line is bin/peak. Every family is there on its own, and all share connections: no more
 * are open than requests are under way.
 */
public final class WaitingRoomSimulation extends Simulation {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration AFTERWARDS = Duration.ofSeconds(60);

  /** Two minutes: the service may have to be warmed up first. */
  private static final int LOOKS = 1200;

  private static final long LOOK_AGAIN_MS = 100;

  private final Settings settings = Settings.read();
  private final RoomSettings room = RoomSettings.read();
  private final Tally tally = new Tally();
  private final Places places = new Places();
  private final Notes notes;

  public WaitingRoomSimulation() {
    try {
      // That this file is there tells bin/peak that the families are ready.
      notes = new Notes(settings.notes());
      var api = new Api(settings.url(), null);
      var opensAt = opening(api);
      var before = Duration.between(api.clock(), opensAt);
      var slots = api.get("/v1/intakes/" + settings.intake() + "/slots").get("slots");
      run(new Seats(slots, new Random()), before);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Of the room, once somebody has made it. */
  private Instant opening(Api api) throws InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      try {
        var line = api.get("/v1/intakes/" + settings.intake() + "/waiting-room");
        return Instant.parse(line.get("opensAt").asText());
      } catch (IOException notYet) {
        Thread.sleep(LOOK_AGAIN_MS);
      }
    }
    throw new IllegalStateException("No waiting room was made");
  }

  private void run(Seats seats, Duration before) throws IOException {
    var crowdAfter = before.minus(room.silence()).minus(room.entering());
    if (crowdAfter.compareTo(FIRST) < 0) {
      throw new IllegalStateException("The opening comes too soon for so many to enter: " + before);
    }
    long opensAtMs = System.currentTimeMillis() + before.toMillis();
    var clock =
        new Waiting.Clock(
            opensAtMs, room.coming(), opensAtMs + room.serving().toMillis(), room.hurry());
    var tries = new Tries(notes, tally);
    var waiting = new Waiting(settings.intake(), tries, seats, tally, places, clock);
    var families = new Families(Files.readAllLines(settings.tokens()));
    setUp(
            scenario("the first")
                .exec(feed(families), waiting.come())
                .injectOpen(rampUsers(room.few()).during(FIRST)),
            scenario("the crowd")
                .exec(feed(families), waiting.come())
                .injectOpen(
                    nothingFor(crowdAfter),
                    rampUsers(settings.parents() - room.few()).during(room.entering())))
        .protocols(
            http.baseUrl(settings.url())
                .acceptHeader("application/json")
                .shareConnections()
                .disableCaching()
                .disableWarmUp())
        .maxDuration(before.plus(room.serving()).plus(AFTERWARDS))
        .assertions(
            global().failedRequests().count().is(0L),
            details("claim: held").successfulRequests().count().gt(0L));
  }

  private static String refused(Step step) {
    return step.title + ": " + Answers.NOT_ADMITTED;
  }

  @Override
  public void after() {
    try {
      notes.close();
      places.write(room.told(), room.sample());
      tally.report(
          settings.tally(),
          "enter",
          "line",
          "own place",
          "pass",
          "claim: held",
          refused(Step.WITHOUT_PASS),
          refused(Step.FOREIGN_PASS),
          refused(Step.EXPIRED_PASS));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
