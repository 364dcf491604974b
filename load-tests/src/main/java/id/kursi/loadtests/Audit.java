package id.kursi.loadtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks a running service what its ledger holds and judges it, with the clients' notes beside. */
final class Audit {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The service takes no more notes in one call. */
  private static final int NOTES_IN_A_CALL = 300;

  /** Looks that must be alike, a second apart, before the counts pass for settled. */
  private static final int ALIKE = 4;

  private static final int MAX_LOOKS = 60;
  private static final int SHOWN = 5;
  private static final String CALLS = "claim_transactions";
  private static final Set<String> DURABLE = Set.of("on", "local", "remote_write", "remote_apply");

  private final Api operator;
  private final String intake;
  private final String path;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> details = new ArrayList<>();
  private boolean settled;

  Audit(Api operator, String intake) {
    this.operator = operator;
    this.intake = intake;
    path = "/v1/operator/intakes/" + intake + "/audit";
  }

  List<Finding> findings() {
    return findings;
  }

  /** The slots and ids behind a breach, a few of each kind. */
  List<String> details() {
    return details;
  }

  /**
   * Waits until no count has moved for some seconds. Claims under way are tokens of the doorman,
   * which are part of what is compared.
   */
  JsonNode settled() throws IOException, InterruptedException {
    var report = operator.get(path);
    for (int looks = 1, alike = 1; alike < ALIKE && looks < MAX_LOOKS; looks++) {
      Thread.sleep(1000);
      var next = operator.get(path);
      alike = next.get("slots").equals(report.get("slots")) ? alike + 1 : 1;
      report = next;
      settled = alike == ALIKE;
    }
    if (!settled) {
      details.add("The counts still move: free and stranded seats are shown, not judged.");
    }
    return report;
  }

  /** Between two reads of a moving count lies a claim or the end of a hold: no breach. */
  private Finding onceSettled(String what, long found) {
    return settled ? Finding.none(what, found) : Finding.info(what, found);
  }

  void judgeLedger(JsonNode report) {
    findings.add(Finding.none("seats sold beyond capacity", report.get("oversold").asLong()));
    findings.add(Finding.none("children with two seats", report.get("doubledChildren").asLong()));
    findings.add(
        Finding.none("slots whose counts are not their rows'", report.get("miscounted").asLong()));
    findings.add(onceSettled("seats stranded", report.get("stranded").asLong()));
    setting(report, "fsync", "fsync", Set.of("on"));
    setting(report, "synchronousCommit", "synchronous_commit", DURABLE);
    if (!report.get("doormanTrusted").asBoolean()) {
      details.add("The doorman is away or off: seats it would strand cannot be seen.");
    }
    for (var slot : report.get("slots")) {
      if (slot.get("gated").asBoolean()
          && Math.max(slot.get("taken").asInt(), slot.get("live").asInt())
              > slot.get("capacity").asInt()) {
        details.add("Oversold: " + slot);
      }
    }
  }

  private void setting(JsonNode report, String name, String label, Set<String> good) {
    var value = report.get(name).asText();
    findings.add(Finding.is("Postgres answers " + label, value, "on", good.contains(value)));
  }

  /** What readers are told is free, against what the ledger has left. */
  void judgeFree(JsonNode report) throws IOException, InterruptedException {
    var told = new LinkedHashMap<Long, Long>();
    for (var slot : operator.get("/v1/intakes/" + intake + "/slots").get("slots")) {
      told.put(slot.get("slotId").asLong(), slot.get("free").asLong());
    }
    long wrong = 0;
    for (var slot : report.get("slots")) {
      long left = Math.max(0, slot.get("capacity").asLong() - slot.get("taken").asLong());
      long free = slot.get("waiting").asLong() > 0 ? 0 : left;
      if (slot.get("gated").asBoolean() && told.get(slot.get("slotId").asLong()) != free) {
        wrong++;
        details.add("Told free " + told.get(slot.get("slotId").asLong()) + ": " + slot);
      }
    }
    findings.add(onceSettled("slots told free other than capacity - taken", wrong));
  }

  /**
   * @param rowsBefore rows of the intake before the noted run, or null where nobody counted
   */
  void judgeNotes(JsonNode report, NoteBook notes, Long rowsBefore)
      throws IOException, InterruptedException {
    var missing = new ArrayList<String>();
    var different = new ArrayList<String>();
    for (var lot : notes.lots(NOTES_IN_A_CALL)) {
      var answer = operator.post(path + "/notes", body(lot));
      answer.get("missing").forEach(id -> missing.add(id.asText()));
      answer.get("different").forEach(id -> different.add(id.asText()));
    }
    long accepted = notes.acknowledged().size();
    long unanswered = notes.unanswered().size();
    findings.add(Finding.info("reservations acknowledged to clients", accepted));
    findings.add(Finding.none("of these, missing in the ledger", missing.size()));
    findings.add(Finding.none("of these, different in the ledger", different.size()));
    findings.add(Finding.none("of these, told two different things", notes.contradicted().size()));
    findings.add(Finding.info("asked and never answered for certain", unanswered));
    show("Missing", missing);
    show("Different", different);
    show("Told two things", notes.contradicted());
    if (rowsBefore != null) {
      long rows = report.get("rows").asLong() - rowsBefore;
      var must = accepted + (unanswered == 0 ? "" : " to " + (accepted + unanswered));
      findings.add(
          Finding.is(
              "new rows in the ledger",
              Long.toString(rows),
              must,
              accepted <= rows && rows <= accepted + unanswered));
    }
  }

  private static JsonNode body(List<Note> lot) {
    var notes = JsonNodeFactory.instance.arrayNode();
    for (var note : lot) {
      var one = notes.addObject().put("id", note.id()).put("slotId", note.slotId());
      one.put("receipt", note.receipt());
      if (note.sequence() != null) {
        one.put("sequence", note.sequence());
      }
    }
    return JSON.createObjectNode().set("notes", notes);
  }

  private void show(String what, Iterable<String> ids) {
    int shown = 0;
    for (var id : ids) {
      if (shown++ < SHOWN) {
        details.add(what + ": " + id);
      }
    }
  }

  /** The sums of all slots. */
  void judgeTotals(JsonNode report) {
    var totals = report.get("totals");
    findings.add(
        Finding.info(
            "seats taken, of",
            totals.get("taken").asLong() + "/" + totals.get("capacity").asLong()));
    findings.add(Finding.info("reservations that hold a seat", totals.get("live").asLong()));
    findings.add(Finding.info("holds due", totals.get("holdsDue").asLong()));
    findings.add(Finding.info("places taken in reserve lists", totals.get("inLine").asLong()));
    findings.add(Finding.info("seats left by Redis' word", totals.get("doormanSellable").asLong()));
    findings.add(
        onceSettled(
            "seats by which Redis and the ledger differ", totals.get("divergence").asLong()));
  }

  /** A line for each slot, under a line of names. */
  static List<String> table(JsonNode report) {
    var lines = new ArrayList<String>();
    lines.add(
        "%10s %9s %9s %9s %9s %9s %9s %10s"
            .formatted(
                "slot", "capacity", "taken", "live", "due", "in line", "by Redis", "differs"));
    for (var slot : report.get("slots")) {
      lines.add(
          "%10d %9d %9d %9d %9d %9d %9s %10s"
              .formatted(
                  slot.get("slotId").asLong(),
                  slot.get("capacity").asLong(),
                  slot.get("taken").asLong(),
                  slot.get("live").asLong(),
                  slot.get("holdsDue").asLong(),
                  slot.get("inLine").asLong(),
                  slot.path("doormanSellable").asText("-"),
                  slot.path("divergence").asText("-")));
    }
    return lines;
  }

  /**
   * How well claims were batched, as Postgres itself counts.
   *
   * @param before the facts of an earlier audit; without them everything counts that the database's
   *     statistics know
   */
  void inform(JsonNode report, Map<String, Long> before) {
    long rows = report.get("rows").asLong() - before.getOrDefault("rows", 0L);
    long calls = calls(report) - before.getOrDefault(CALLS, 0L);
    var since = before.isEmpty() ? "" : " since the audit before";
    findings.add(Finding.info("rows" + since, rows));
    findings.add(Finding.info("claim transactions" + since, calls));
    findings.add(
        Finding.info(
            "claim transactions for 1,000 rows",
            rows == 0 ? "-" : "%.1f".formatted(calls * 1000.0 / rows)));
  }

  private static long calls(JsonNode report) {
    return report.path("ledgerCalls").path("claim_batch").asLong();
  }

  /** What scripts read. */
  Map<String, Long> facts(JsonNode report, NoteBook notes) {
    var facts = new LinkedHashMap<String, Long>();
    facts.put("rows", report.get("rows").asLong());
    facts.put(CALLS, calls(report));
    if (notes != null) {
      facts.put("acknowledged", (long) notes.acknowledged().size());
      facts.put("unanswered", (long) notes.unanswered().size());
    }
    facts.put("breaches", findings.stream().filter(Finding::breach).count());
    return facts;
  }
}
