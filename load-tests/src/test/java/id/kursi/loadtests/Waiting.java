package id.kursi.loadtests;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import id.kursi.loadtests.Answers.Step;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * What one family does at a waiting room, as docs/API.md advises: it enters, comes back after the
 * opening, reads its position once, and from then on only the line that is the same for everybody,
 * until its turn comes. Those with a trick try it first.
 */
final class Waiting {
  private static final int BUSY = 503;
  private static final int TRIES = 10;

  /** Past the second in which a pass ends. */
  private static final Duration SURELY = Duration.ofSeconds(1);

  private final String room;
  private final String passes;
  private final Tries tries;
  private final Seats seats;
  private final Tally tally;
  private final Places places;
  private final Clock clock;

  /** Any family's: another one's, for whoever has none. */
  private final AtomicReference<String> lastPass = new AtomicReference<>();

  /**
   * @param opensAtMs by this machine's clock, like the end
   * @param coming within which families come back after the opening
   * @param hurry how many times as often as advised they ask
   */
  record Clock(long opensAtMs, Duration coming, long endsAtMs, int hurry) {
    private Duration untilBack() {
      long ms = Math.max(0, opensAtMs - System.currentTimeMillis());
      return Duration.ofMillis(ms + ThreadLocalRandom.current().nextLong(coming.toMillis()));
    }

    private boolean isOverIn(Duration pause) {
      return System.currentTimeMillis() + pause.toMillis() > endsAtMs;
    }
  }

  Waiting(String intake, Tries tries, Seats seats, Tally tally, Places places, Clock clock) {
    room = "/v1/intakes/" + intake + "/waiting-room";
    passes = "/v1/intakes/" + intake + "/passes";
    this.tries = tries;
    this.seats = seats;
    this.tally = tally;
    this.places = places;
    this.clock = clock;
  }

  ChainBuilder come() {
    return exec(
        enter(),
        pause(session -> clock.untilBack()),
        waitForDraw(),
        lookUpPlace(),
        waitForTurn(),
        doIf(session -> before(session) <= 0).then(takePass(), takeSeat()));
  }

  private ChainBuilder enter() {
    return persist(
        "enter",
        http("enter").put(room + "/entries/#{entry}").body(StringBody("{}")).asJson(),
        jsonPath("$.receipt").exists());
  }

  /**
   * Asks for what is the family's own, and again where it is refused as too much for the moment, as
   * an app would.
   */
  private ChainBuilder persist(
      String name, HttpRequestActionBuilder request, CheckBuilder... checks) {
    var asked =
        request
            .header("Authorization", "Bearer #{token}")
            .check(status().in(200, 201, BUSY).saveAs("code"))
            .checkIf((response, session) -> response.status().code() != BUSY)
            .then(checks)
            .checkIf((response, session) -> response.status().code() != BUSY)
            .then(timed(ms -> tally.command(name, ms, false)))
            .checkIf((response, session) -> response.status().code() == BUSY)
            .then(timed(ms -> tally.command(name + ": refused", ms, false)));
    return exec(
        doWhile(session -> isBusy(session) && session.getInt("try") < TRIES - 1, "try")
            .on(
                exec(session -> session.set("code", 0)),
                exec(asked),
                doIf(Waiting::isBusy).then(pause(1, 3))),
        exitHereIf(Waiting::isBusy),
        exitHereIfFailed());
  }

  private static boolean isBusy(Session session) {
    return session.getInt("code") == BUSY;
  }

  /** Asks once, and again at the advised pace where the draw is late. */
  private ChainBuilder waitForDraw() {
    return exec(
        readLine(),
        asLongAs(session -> !session.getBoolean("drawn") && session.getBoolean("waitsOn"))
            .on(untilAgain(), readLine()));
  }

  private ChainBuilder lookUpPlace() {
    return exec(
        persist(
            "own place",
            http("own place").get(room + "/entries/#{entry}"),
            jsonPath("$.number").ofLong().saveAs("number"),
            jsonPath("$.position").ofLong().saveAs("position")),
        exec(
            session -> {
              places.told(
                  session.getInt("account"),
                  session.getString("entry"),
                  session.getLong("number"),
                  session.getLong("position"));
              return session;
            }));
  }

  /** Reads the line, and asks again when it says; leaves once the run would be over before that. */
  private ChainBuilder waitForTurn() {
    return asLongAs("#{waitsOn}")
        .on(
            readLine(),
            doIf(session -> before(session) > 0).then(tryTrick()),
            doIf("#{waitsOn}").then(untilAgain()));
  }

  private static ChainBuilder untilAgain() {
    return exec(pause(session -> session.get("again")));
  }

  private ChainBuilder readLine() {
    return exec(
        http("line")
            .get(room)
            .check(
                status().is(200), bodyString().saveAs("line"), timed(ms -> tally.read("line", ms))),
        exitHereIfFailed(),
        exec(this::compare));
  }

  /** What the line says to this family. */
  private Session compare(Session session) {
    var line = Line.of(session.getString("line"));
    var read = session.remove("line").set("drawn", line.isDrawn()).set("serving", line.serving());
    var again =
        line.again(before(read), ThreadLocalRandom.current().nextDouble()).dividedBy(clock.hurry());
    return read.set("again", again).set("waitsOn", before(read) > 0 && !clock.isOverIn(again));
  }

  /** Positions that come first; 1 where the own position is not known yet. */
  private static long before(Session session) {
    return session.contains("position")
        ? session.getLong("position") - session.getLong("serving")
        : 1;
  }

  /** Once, while others wait their turn. */
  private ChainBuilder tryTrick() {
    return doSwitch("#{trick}")
        .on(
            onCase("without").then(prepared(), tries.claim(Step.WITHOUT_PASS), honest()),
            onCase("foreign")
                .then(
                    doIf(session -> lastPass.get() != null)
                        .then(
                            prepared(),
                            exec(session -> session.set("pass", lastPass.get())),
                            tries.claimWithPass(Step.FOREIGN_PASS),
                            honest())));
  }

  /** A claim to make: any seat, a new id. */
  private ChainBuilder prepared() {
    return exec(Tries.newId(), exec(session -> session.set("slotId", seats.any())));
  }

  private static ChainBuilder honest() {
    return exec(session -> session.set("trick", "none"));
  }

  private ChainBuilder takePass() {
    return exec(
        persist(
            "pass",
            http("pass").post(passes),
            jsonPath("$.pass").saveAs("pass"),
            jsonPath("$.position").ofLong().isEL("#{position}"),
            jsonPath("$.expiresAt").saveAs("passUntil")),
        exec(
            session -> {
              lastPass.set(session.getString("pass"));
              return session;
            }));
  }

  private ChainBuilder takeSeat() {
    return exec(
        doIf(session -> session.getString("trick").equals("expired"))
            .then(
                prepared(),
                pause(session -> Duration.between(Instant.now(), passEnd(session)).plus(SURELY)),
                tries.claimWithPass(Step.EXPIRED_PASS),
                takePass()),
        exec(session -> session.set("slotId", seats.next())),
        tries.takeSeat());
  }

  private static Instant passEnd(Session session) {
    return Instant.parse(session.getString("passUntil"));
  }

  private static CheckBuilder timed(IntConsumer tally) {
    return responseTimeInMillis()
        .transform(
            ms -> {
              tally.accept(ms);
              return ms;
            });
  }
}
