package id.kursi.loadtests;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import id.kursi.loadtests.Answers.Step;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.Set;

/**
 * A parent's commands, each one try unless it {@link #persist}s. Gatling must name a request before
 * it knows the answer, so the requests themselves are silent and each answer is reported as it was
 * judged, with the time it took: a full slot is an honest answer, and stands in the report under
 * its own name.
 */
final class Tries {
  private static final String CLAIM =
      "{\"slotId\":#{slotId},\"child\":#{child},\"waitList\":#{waits}}";
  private static final Set<String> SEAT = Set.of("held", "confirmed");

  /** The service answers within 13 s at worst: past this it will not any more. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

  private static final int TRIES = 4;

  private final Notes notes;
  private final Answers answers;

  Tries(Notes notes, Tally tally) {
    this.notes = notes;
    this.answers = new Answers(notes, tally);
  }

  static ChainBuilder newId() {
    return exec(session -> session.set("id", Parents.newId()));
  }

  /** What the last try came to. */
  static String outcome(Session session) {
    return session.getString("outcome");
  }

  static boolean hasSeat(Session session) {
    return SEAT.contains(outcome(session));
  }

  /** Sends the same request again while the answer asks for it, as an app would. */
  ChainBuilder persist(ChainBuilder request) {
    return exec(
        doWhile(session -> session.getBoolean("again") && session.getInt("try") < TRIES - 1, "try")
            .on(exec(request), doIf("#{again}").then(pause(1, 3))));
  }

  ChainBuilder claim(Step step) {
    return exec(
        asked("id"), put("claim", "/v1/reservations/#{id}", CLAIM), told(step, "claim", "id"));
  }

  /** With the pass of the session, where a waiting room stands. */
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
        doIf(Tries::hasSeat).then(pause(1, 3), confirm()));
  }

  /**
   * Gatling sends the resources of a request once that has been answered, each on a connection of
   * its own: a read, and then both taps at the same time.
   */
  ChainBuilder doubleTap(HttpRequestActionBuilder read) {
    return exec(
        asked("id"),
        forget("one"),
        forget("two"),
        read.resources(
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

  ChainBuilder confirm() {
    return persist(change(Step.CONFIRM, "confirmation"));
  }

  ChainBuilder cancel() {
    return persist(change(Step.CANCEL, "cancellation"));
  }

  private ChainBuilder change(Step step, String resource) {
    return exec(
        put("change", "/v1/reservations/#{id}/" + resource, ""), told(step, "change", "id"));
  }

  /** Of the reservation {@code from}, which becomes {@code to}. */
  ChainBuilder move() {
    return persist(
        exec(
            asked("to"),
            put("move", "/v1/reservations/#{from}/move", "{\"id\":\"#{to}\",\"slotId\":#{slotId}}"),
            told(Step.MOVE, "move", "to")));
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
}
