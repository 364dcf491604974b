package id.kursi.loadtests;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The morning of an opening, as an open model: people come when they come, however slow the answers
 * are. Some wait at the page and press within the first 3 s, the others come in a step, a plateau
 * and a tail; onlookers only read.
 */
public final class RegistrationPeakSimulation extends Simulation {
  /** In per cent: those who sit before the page when the clock strikes. */
  private static final int EARLY = 20;

  private static final int OWN_READS = 2;
  private static final long MIN_BEFORE_SECONDS = 5;
  private static final Duration AFTERWARDS = Duration.ofSeconds(120);

  private final Settings settings = Settings.read();
  private final Tally tally = new Tally();
  private final Notes notes;
  private final long opensAtMs;

  public RegistrationPeakSimulation() {
    try {
      var api = new Api(settings.url(), null);
      var intake = api.get("/v1/intakes/" + settings.intake());
      var opensAt = OffsetDateTime.parse(intake.get("opensAt").asText()).toInstant();
      long opensIn = Duration.between(api.clock(), opensAt).toMillis();
      long beforeMs = Math.max(opensIn, MIN_BEFORE_SECONDS * 1000);
      opensAtMs = System.currentTimeMillis() + beforeMs;
      notes = new Notes(settings.notes());
      var slots = api.get("/v1/intakes/" + settings.intake() + "/slots").get("slots");
      run(new Demand(slots, settings.parents()), Duration.ofMillis(beforeMs));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private void run(Demand demand, Duration before) throws IOException {
    var journey = new Journey(new Tries(notes, tally), tally, demand, settings.intake());
    var parents = new Parents(Files.readAllLines(settings.tokens()), demand);
    int early = settings.parents() * EARLY / 100;
    int late = settings.parents() - early;
    double onlookers = settings.parents() * (settings.reads() - OWN_READS) / 2.0;

    var earlyParents =
        scenario("parents at the page").exec(feed(parents), journey.come(untilOpening(journey)));
    var lateParents = scenario("parents").exec(feed(parents), journey.come(exec(pause(0, 2))));
    var reading = scenario("onlookers").exec(journey.readIntake(), pause(1), journey.readSlots());
    setUp(
            earlyParents.injectOpen(rampUsers(early).during(before.minusSeconds(1))),
            lateParents.injectOpen(morning(before, 0, late)),
            reading.injectOpen(morning(before, settings.rate(onlookers) / 2, onlookers)))
        .protocols(
            http.baseUrl(settings.url())
                .acceptHeader("application/json")
                .maxConnectionsPerHost(8)
                .disableCaching()
                .disableWarmUp())
        .maxDuration(
            before.plus(Settings.RISE).plus(settings.peak()).plus(settings.tail()).plus(AFTERWARDS))
        .assertions(
            global().failedRequests().count().is(0L),
            details("claim: held").successfulRequests().count().gt(0L));
  }

  private OpenInjectionStep[] morning(Duration before, double rateBefore, double people) {
    double rate = settings.rate(people);
    return new OpenInjectionStep[] {
      rateBefore == 0 ? nothingFor(before) : constantUsersPerSec(rateBefore).during(before),
      rampUsersPerSec(Math.max(rateBefore, 0.1)).to(rate).during(Settings.RISE),
      constantUsersPerSec(rate).during(settings.peak()),
      rampUsersPerSec(rate).to(0.1).during(settings.tail())
    };
  }

  /** Looks at the page every few seconds until the clock strikes, then presses within 3 s. */
  private ChainBuilder untilOpening(Journey journey) {
    return exec(
        asLongAs(session -> System.currentTimeMillis() < opensAtMs - 3000)
            .on(pause(2, 4), journey.readIntake()),
        pause(
            session ->
                Duration.ofMillis(
                    Math.max(0, opensAtMs - System.currentTimeMillis())
                        + ThreadLocalRandom.current().nextLong(Settings.RISE.toMillis()))));
  }

  @Override
  public void after() {
    try {
      notes.close();
      tally.report(settings.tally());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
