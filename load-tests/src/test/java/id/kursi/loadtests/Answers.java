package id.kursi.loadtests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gatling.javaapi.core.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Judges what a parent was told, writes it down, and leaves in the session what to do next: {@code
 * outcome} (held, waiting, slot-full, ...), {@code again} (repeat the same request), {@code
 * nearest} (slots offered instead), and for the report {@code told}, {@code toldMs}, {@code
 * toldOk}.
 */
final class Answers {
  /** Nothing is wrong, but the same request has to be sent again. */
  private static final Set<String> AGAIN =
      Set.of(
          "overloaded",
          "outcome-unknown",
          "unavailable",
          "too-many-requests",
          "not-yet-open",
          "paused");

  /** What a claim without a good pass hears, where a waiting room stands. */
  static final String NOT_ADMITTED = "not-admitted";

  private static final Set<String> HONEST =
      Set.of("overloaded", "outcome-unknown", "unavailable", "too-many-requests");

  /** A parent of ours never uses an id for two commands, and claims with a good pass. */
  private static final Set<String> NEVER = Set.of("id-in-use", NOT_ADMITTED);

  private static final Set<String> FULL = Set.of("slot-full", "wait-list-full");
  private static final String PROBLEM = "/problems/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int SAMPLES = 10;

  private final Notes notes;
  private final Tally tally;
  private final AtomicInteger samples = new AtomicInteger();

  /** What a parent did, as the report names it. */
  enum Step {
    CLAIM("claim", true),
    DOUBLE_TAP("double tap", true),
    REPEAT("repeat", true),
    NEAREST("nearest free slot", true),
    WAIT("wait-list", true),
    MOVE("move", true),
    CONFIRM("confirm", false),
    CANCEL("cancel", false),
    WITHOUT_PASS("claim without a pass", false, true),
    FOREIGN_PASS("claim with a foreign pass", false, true),
    EXPIRED_PASS("claim with an expired pass", false, true);

    final String title;

    /** Whether the request brings an id of its own: a repeat of it must be answered with 200. */
    final boolean creates;

    /** Whether it has no right to a seat: nothing but a refusal for that is good. */
    final boolean barred;

    Step(String title, boolean creates) {
      this(title, creates, false);
    }

    Step(String title, boolean creates, boolean barred) {
      this.title = title;
      this.creates = creates;
      this.barred = barred;
    }
  }

  Answers(Notes notes, Tally tally) {
    this.notes = notes;
    this.tally = tally;
  }

  private record Verdict(String outcome, String told, boolean good) {
    static Verdict of(String outcome, boolean good) {
      return new Verdict(outcome, outcome, good);
    }
  }

  /**
   * @param key under which the request saved its answer
   * @param idOf the session's name for the id that this request was about
   */
  Session judge(Session session, Step step, String key, String idOf) {
    int code = session.contains(key + "Code") ? session.getInt(key + "Code") : 0;
    var body = code == 0 ? MissingNode.getInstance() : parse(session.getString(key + "Body"));
    var verdict = verdict(step, code, body, session.getString(idOf), session.getLong("slotId"));
    var told = step.title + ": " + verdict.told();
    int ms = code == 0 ? 0 : session.getInt(key + "Ms");
    tally.command(told, ms, code == 201 && verdict.good());
    if (!verdict.good() && samples.getAndIncrement() < SAMPLES) {
      System.err.printf("%s: %s HTTP %d %s%n", told, session.getString(idOf), code, body);
    }
    return session
        .set("outcome", verdict.outcome())
        .set("again", AGAIN.contains(verdict.outcome()) || code == 0)
        .set("nearest", nearest(body))
        .set("told", told)
        .set("toldMs", ms)
        .set("toldOk", verdict.good());
  }

  private Verdict verdict(Step step, int code, JsonNode body, String id, long slotId) {
    if (code == 200 || code == 201) {
      return accepted(step, code, body, id);
    }
    var type = body.path("type").asText();
    var slug = type.startsWith(PROBLEM) ? type.substring(PROBLEM.length()) : "";
    if ((code == 503 || code == 429) && HONEST.contains(slug)) {
      if (slug.equals("outcome-unknown")) {
        notes.unknown(id, slotId);
      } else {
        notes.refused(id);
      }
      return Verdict.of(slug, true);
    }
    if (code == 409 && !slug.isEmpty()) {
      return refused(step, slug, id);
    }
    notes.unknown(id, slotId);
    return Verdict.of(code == 0 ? "no answer" : "HTTP " + code + " " + slug, false);
  }

  /** What was told and written down must never be told otherwise. */
  private Verdict accepted(Step step, int code, JsonNode body, String id) {
    var note = Note.of(code, body);
    if (!note.id().equals(id) || !notes.acknowledge(note)) {
      return Verdict.of("told otherwise", false);
    }
    var status = note.status().toLowerCase(Locale.ROOT);
    if (step.barred) {
      return new Verdict(status, "let in as " + status, false);
    }
    return new Verdict(status, code == 200 && step.creates ? status + " before" : status, true);
  }

  private Verdict refused(Step step, String slug, String id) {
    if (step.creates && notes.isAcknowledged(id)) {
      // Of two taps at once the one may meet a full slot a moment before the other gets its seat.
      boolean race = step == Step.DOUBLE_TAP && FULL.contains(slug);
      return Verdict.of(slug + " after acceptance", race);
    }
    notes.refused(id);
    return Verdict.of(slug, step.barred ? slug.equals(NOT_ADMITTED) : !NEVER.contains(slug));
  }

  /** Which tap came first nobody knows; a refusal is judged in the light of an acceptance. */
  static Session acceptedFirst(Session session) {
    if (!session.contains("oneCode")
        || !session.contains("twoCode")
        || session.getInt("twoCode") >= session.getInt("oneCode")) {
      return session;
    }
    var swapped = session;
    for (var part : List.of("Code", "Body", "Ms")) {
      swapped =
          swapped
              .set("one" + part, session.get("two" + part))
              .set("two" + part, session.get("one" + part));
    }
    return swapped;
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    }
  }

  private static List<Long> nearest(JsonNode body) {
    var slots = new ArrayList<Long>();
    body.path("nearest").forEach(slot -> slots.add(slot.path("slotId").asLong()));
    return slots;
  }
}
