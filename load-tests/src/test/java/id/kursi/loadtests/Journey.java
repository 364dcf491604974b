package id.kursi.loadtests;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import id.kursi.loadtests.Answers.Step;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What one parent does: looks, claims, and goes on by what the answers say. */
final class Journey {
  private static final int LOOKS = 3;

  private final Tries tries;
  private final Tally tally;
  private final Demand demand;
  private final String intake;

  Journey(Tries tries, Tally tally, Demand demand, String intake) {
    this.tries = tries;
    this.tally = tally;
    this.demand = demand;
    this.intake = intake;
  }

  ChainBuilder readIntake() {
    return exec(read("read intake", ""));
  }

  ChainBuilder readSlots() {
    return exec(read("read slots", "/slots"));
  }

  private HttpRequestActionBuilder read(String name, String path) {
    return http(name).get("/v1/intakes/" + intake + path).check(status().is(200), timed(name));
  }

  private CheckBuilder timed(String name) {
    return responseTimeInMillis()
        .transform(
            ms -> {
              tally.read(name, ms);
              return ms;
            });
  }

  /** Reads, presses, and lives with the answer. */
  ChainBuilder come(ChainBuilder beforePressing) {
    return exec(
        readIntake(),
        read("read school", "/slots?office=#{office}"),
        beforePressing,
        doIfOrElse("#{doubleTaps}")
            .then(Tries.newId(), tries.doubleTap(read("read intake", "")))
            .orElse(Tries.newId(), tries.persist(tries.claim(Step.CLAIM))),
        doIf(Journey::isFull).then(pause(1, 4), ifFull()),
        doIf(Tries::hasSeat)
            .then(doIf("#{repeats}").then(pause(1, 5), tries.claim(Step.REPEAT)), ifHeld()),
        doIf(Journey::isWaiting).then(waitForTurn()));
  }

  private static boolean isFull(Session session) {
    return Tries.outcome(session).equals("slot-full");
  }

  private static boolean isWaiting(Session session) {
    return Tries.outcome(session).equals("waiting");
  }

  private ChainBuilder ifFull() {
    return doSwitch("#{ifFull}")
        .on(
            onCase("nearest")
                .then(
                    doIf(session -> !session.getList("nearest").isEmpty())
                        .then(
                            exec(Journey::takeNearest), tries.persist(tries.claim(Step.NEAREST)))),
            onCase("wait")
                .then(
                    exec(session -> session.set("id", Parents.newId()).set("waits", true)),
                    tries.persist(tries.claim(Step.WAIT))));
  }

  /** Not all of them the first one, or the crowd would only run from one full slot to the next. */
  private static Session takeNearest(Session session) {
    List<Long> offered = session.getList("nearest");
    var chosen = offered.get(ThreadLocalRandom.current().nextInt(offered.size()));
    return session.set("id", Parents.newId()).set("slotId", chosen);
  }

  private ChainBuilder ifHeld() {
    return exec(pause(1, 8))
        .doSwitch("#{ifHeld}")
        .on(
            onCase("confirm").then(tries.confirm()),
            onCase("cancel").then(tries.cancel()),
            onCase("move").then(move()));
  }

  private ChainBuilder move() {
    return exec(
        exec(
            session ->
                session
                    .set("from", session.getString("id"))
                    .set("to", Parents.newId())
                    .set("slotId", demand.any(ThreadLocalRandom.current()).id())),
        tries.move(),
        doIf(Tries::hasSeat)
            .then(
                exec(session -> session.set("id", session.getString("to"))),
                pause(1, 4),
                tries.confirm()));
  }

  /** Looks a few times whether a seat has come free, and confirms it then. */
  private ChainBuilder waitForTurn() {
    return repeat(LOOKS)
        .on(
            doIf(Journey::isWaiting)
                .then(
                    pause(4, 8),
                    exec(
                        http("read mine")
                            .get("/v1/reservations/#{id}")
                            .header("Authorization", "Bearer #{token}")
                            .check(
                                status().is(200),
                                timed("read mine"),
                                jsonPath("$.status")
                                    .transform(String::toLowerCase)
                                    .saveAs("outcome"))),
                    doIf(Tries::hasSeat).then(tries.confirm())));
  }
}
