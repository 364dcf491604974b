package id.kursi.loadtests;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A storm: five times as many claims for one hot slot as the service can take, as an open model,
 * between two calm times. Everybody asks once, with an id and a child of their own.
 */
public final class OverloadSimulation extends Simulation {
  private static final double CALM = 0.3;
  private static final int TIMES = 5;
  private static final Duration STORM = Duration.ofSeconds(30);
  private static final Duration AFTERWARDS = Duration.ofSeconds(60);

  private final Weather weather;
  private final Path facts = Path.of(System.getProperty("kursi.tally", "target/overload.txt"));

  public OverloadSimulation() {
    double best = Double.parseDouble(System.getProperty("kursi.best"));
    weather = new Weather(System.currentTimeMillis());
    var slot = System.getProperty("kursi.slot");
    var claim =
        http("claim")
            .put("/v1/reservations/#{id}")
            .header("Authorization", "Bearer #{token}")
            .body(StringBody("{\"slotId\":" + slot + ",\"child\":#{child}}"))
            .asJson()
            .check(status().saveAs("code"))
            .check(status().in(201, 429, 503))
            .check(header("Retry-After").optional().saveAs("again"))
            .check(responseTimeInMillis().saveAs("ms"));
    var asking =
        scenario("claims")
            .feed(claims())
            .exec(session -> session.set("came", System.currentTimeMillis()))
            .exec(claim)
            .exec(
                session -> {
                  weather.add(
                      session.getLong("came"),
                      session.contains("code") ? session.getInt("code") : 0,
                      session.contains("ms") ? session.getInt("ms") : 0,
                      session.contains("again"));
                  return session;
                });
    setUp(
            asking.injectOpen(
                constantUsersPerSec(best * CALM).during(Weather.CALM),
                constantUsersPerSec(best * TIMES).during(STORM),
                constantUsersPerSec(best * CALM).during(Weather.CALM)))
        .protocols(
            http.baseUrl(System.getProperty("kursi.url"))
                .acceptHeader("application/json")
                .shareConnections()
                .disableWarmUp())
        .maxDuration(Weather.CALM.multipliedBy(2).plus(STORM).plus(AFTERWARDS))
        .assertions(global().failedRequests().count().is(0L));
  }

  private Iterator<Map<String, Object>> claims() {
    try {
      List<String> tokens = Files.readAllLines(Path.of(System.getProperty("kursi.tokens")));
      var next = new AtomicInteger((int) (System.nanoTime() & 0xffffff));
      return Stream.generate(
              () -> {
                int n = next.getAndIncrement();
                Map<String, Object> claim = new HashMap<>();
                claim.put("token", tokens.get(n % tokens.size()));
                claim.put("id", Parents.newId());
                claim.put("child", child(n));
                return claim;
              })
          .iterator();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** NIK: area (6), 17 May 2013, serial (4); none of the peak's children has this area. */
  private static String child(int n) {
    return """
        {"nik":"91%04d170513%04d","name":"Anak","birthDate":"2013-05-17",\
        "guardianName":"Wali","guardianPhone":"081234567890"}"""
        .formatted(n / 10_000 % 10_000, n % 10_000);
  }

  @Override
  public void after() {
    try {
      weather.report(facts, STORM);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
