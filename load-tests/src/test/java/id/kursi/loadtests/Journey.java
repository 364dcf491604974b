package id.kursi.loadtests;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import id.kursi.loadtests.Answers.Step;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What one parent does. Gatling must name a request before it knows the answer, so the requests
 * themselves are silent and each answer is reported as it was judged, with the time it took: a full
 * slot is an honest answer, and stands in the report under its own name.
 */
final class Journey {
  private static final String CLAIM =
      "{\"slotId\":#{slotId},\"child\":#{child},\"waitList\":#{waits}}";
  private static final Set<String> SEAT = Set.of("held", "confirmed");

  /** The service answers within 13 s at worst: past this it will not any more. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

  private static final int TRIES = 4;
  private static final int LOOKS = 3;

  private final Notes notes;
  private final Tally tally;
  private final Answers answers;
  private final Demand demand;
  private final String intake;

  Journey(Notes notes, Tally tally, Demand demand, String intake) {
    this.notes = notes;
    this.tally = tally;
    this.answers = new Answers(notes, tally);
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
            .then(newId(), doubleTap())
            .orElse(newId(), persist(claim(Step.CLAIM))),
        doIf(this::isFull).then(pause(1, 4), ifFull()),
        doIf(this::hasSeat)
            .then(doIf("#{repeats}").then(pause(1, 5), claim(Step.REPEAT)), ifHeld()),
        doIf(session -> outcome(session).equals("waiting")).then(waitForTurn()));
  }

  static ChainBuilder newId() {
    return exec(session -> session.set("id", Parents.newId()));
  }

  /** Sends the same request again while the answer asks for it, as an app would. */
  private ChainBuilder persist(ChainBuilder request) {
    return exec(
        doWhile(session -> session.getBoolean("again") && session.getInt("try") < TRIES - 1, "try")
            .on(exec(request), doIf("#{again}").then(pause(1, 3))));
  }

  /** One try. */
  ChainBuilder claim(Step step) {
    return exec(
        asked("id"), put("claim", "/v1/reservations/#{id}", CLAIM), told(step, "claim", "id"));
  }

  /** One try with the pass of the session, where a waiting room stands. */
  ChainBuilder claimWithPass(Step step) {
    return exec(
        asked("id"),
        forget("claim"),
        exec(request("claim", "/v1/reservations/#{id}", CLAIM).header("Kursi-Pass", "#{pass}")),
        told(step, "claim", "id"));
  }

  /** The seat that a pass is for, and its confirmation. */
  ChainBuilder takeSeat() {
    return exec(
        newId(),
        persist(claimWithPass(Step.CLAIM)),
        doIf(this::hasSeat).then(pause(1, 3), persist(change(Step.CONFIRM, "confirmation"))));
  }

  /**
   * Gatling sends the resources of a request once that has been answered, each on a connection of
   * its own: a read, and then both taps at the same time.
   */
  private ChainBuilder doubleTap() {
    return exec(
        asked("id"),
        forget("one"),
        forget("two"),
        read("read intake", "")
            .resources(
                request("one", "/v1/reservations/#{id}", CLAIM),
                request("two", "/v1/reservations/#{id}", CLAIM)),
        exec(Answers::acceptedFirst),
        told(Step.DOUBLE_TAP, "one", "id"),
        exec(session -> session.set("first", outcome(session))),
        told(Step.DOUBLE_TAP, "two", "id"),
        exec(
            session ->
                Set.of("held", "waiting").contains(session.getString("first"))
                    ? session.set("outcome", session.getString("first")).set("again", false)
                    : session),
        doIf("#{again}").then(pause(1, 3), persist(claim(Step.CLAIM))));
  }

  private ChainBuilder ifFull() {
    return doSwitch("#{ifFull}")
        .on(
            onCase("nearest")
                .then(
                    doIf(session -> !session.getList("nearest").isEmpty())
                        .then(exec(Journey::takeNearest), persist(claim(Step.NEAREST)))),
            onCase("wait")
                .then(
                    exec(session -> session.set("id", Parents.newId()).set("waits", true)),
                    persist(claim(Step.WAIT))));
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
            onCase("confirm").then(persist(change(Step.CONFIRM, "confirmation"))),
            onCase("cancel").then(persist(change(Step.CANCEL, "cancellation"))),
            onCase("move").then(move()));
  }

  private ChainBuilder change(Step step, String resource) {
    return exec(
        put("change", "/v1/reservations/#{id}/" + resource, ""), told(step, "change", "id"));
  }

  private ChainBuilder move() {
    return exec(
        exec(
            session ->
                session
                    .set("from", session.getString("id"))
                    .set("to", Parents.newId())
                    .set("slotId", demand.any(ThreadLocalRandom.current()).id())),
        persist(
            exec(
                asked("to"),
                put(
                    "move",
                    "/v1/reservations/#{from}/move",
                    "{\"id\":\"#{to}\",\"slotId\":#{slotId}}"),
                told(Step.MOVE, "move", "to"))),
        doIf(this::hasSeat)
            .then(
                exec(session -> session.set("id", session.getString("to"))),
                pause(1, 4),
                persist(change(Step.CONFIRM, "confirmation"))));
  }

  /** Looks a few times whether a seat has come free, and confirms it then. */
  private ChainBuilder waitForTurn() {
    return repeat(LOOKS)
        .on(
            doIf(session -> outcome(session).equals("waiting"))
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
                    doIf(this::hasSeat).then(persist(change(Step.CONFIRM, "confirmation")))));
  }

  private ChainBuilder asked(String idOf) {
    return exec(
        session -> {
          notes.asked(session.getString(idOf), session.getLong("slotId"));
          return session;
        });
  }

  private ChainBuilder put(String key, String path, String body) {
    return exec(forget(key), request(key, path, body));
  }

  /** An answer that does not come must not be taken for the one before. */
  private static ChainBuilder forget(String key) {
    return exec(session -> session.removeAll(key + "Code", key + "Body", key + "Ms"));
  }

  private static HttpRequestActionBuilder request(String key, String path, String body) {
    var request = http(key).put(path).header("Authorization", "Bearer #{token}");
    return (body.isEmpty() ? request : request.body(StringBody(body)).asJson())
        .requestTimeout(ANSWER_WITHIN)
        .check(
            status().saveAs(key + "Code"),
            bodyString().saveAs(key + "Body"),
            responseTimeInMillis().saveAs(key + "Ms"))
        .silent();
  }

  private ChainBuilder told(Step step, String key, String idOf) {
    return exec(
        exec(session -> answers.judge(session, step, key, idOf)),
        dummy(session -> session.getString("told"), session -> session.getInt("toldMs"))
            .withSuccess(session -> session.getBoolean("toldOk")));
  }

  private static String outcome(Session session) {
    return session.getString("outcome");
  }

  private boolean isFull(Session session) {
    return outcome(session).equals("slot-full");
  }

  private boolean hasSeat(Session session) {
    return SEAT.contains(outcome(session));
  }
}
