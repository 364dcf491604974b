package id.kursi.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * After the faults: gives the service the time that its own ticks need, then asks it what it still
 * gives. No counter is reloaded and nothing started again; what does not come right by itself is
 * found by the audit.
 */
final class Settling {
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(30);

  /** Many times what an expiry takes; a hold that was in no hands by then stays as it is. */
  private static final Duration EXPIRED_WITHIN = Duration.ofSeconds(10);

  /** Two ticks, and one that is on its way. */
  private static final Duration HEALED_WITHIN = Duration.ofSeconds(3);

  private static final int REPEATS = 400;

  private final TestIntake intake;
  private final Cluster cluster;
  private final Client client;
  private final Notebook notebook;
  private final Map<String, String> tokens = new HashMap<>();

  Settling(TestIntake intake, Cluster cluster, Client client, Notebook notebook) {
    this.intake = intake;
    this.cluster = cluster;
    this.client = client;
    this.notebook = notebook;
  }

  /** What is found besides that which {@link RoundAudit} finds. */
  Map<Breach, Long> settle() throws Exception {
    boolean trusted = Await.within(QUIET_WITHIN, this::isQuiet);
    // The seats that nobody could get are counted before anything else is asked.
    long stranded = stranded() + refusedFreeSeats();
    repeatSome();
    intake.pause();
    // What was due when the pause began may still be in the hands of an expiry that had begun.
    Await.within(EXPIRED_WITHIN, () -> intake.due() == 0);
    Await.within(QUIET_WITHIN, () -> misreported() == 0);
    return Map.of(
        Breach.STRANDED,
        stranded,
        Breach.MISREPORTED,
        misreported(),
        Breach.UNRECOVERED,
        trusted || doormenAreTrusted() ? 0L : 1L);
  }

  /** Holds that ended are given on, and both doormen know what the ledger knows. */
  private boolean isQuiet() throws SQLException, IOException, InterruptedException {
    return intake.unsettled() == 0 && isQuiet(intake.audit(0)) && isQuiet(intake.audit(1));
  }

  private static boolean isQuiet(JsonNode audit) {
    return audit.get("doormanTrusted").asBoolean() && audit.get("stranded").asLong() == 0;
  }

  private boolean doormenAreTrusted() throws IOException, InterruptedException {
    return intake.audit(0).get("doormanTrusted").asBoolean()
        && intake.audit(1).get("doormanTrusted").asBoolean();
  }

  /**
   * By the instances' audits. A hold that ends while one is made is free by the ledger before the
   * doorman has heard of it, so what counts is what is not healed by the ticks.
   */
  private long stranded() throws Exception {
    var least = new AtomicLong(Math.max(reportedStranded(0), reportedStranded(1)));
    Await.within(
        HEALED_WITHIN,
        () -> {
          long now = Math.max(reportedStranded(0), reportedStranded(1));
          return least.accumulateAndGet(now, Math::min) == 0;
        });
    return least.get();
  }

  private long reportedStranded(int instance) throws IOException, InterruptedException {
    return intake.audit(instance).get("stranded").asLong();
  }

  /** One claim for each slot that has free seats by the ledger: it must get one. */
  private long refusedFreeSeats() throws Exception {
    long refused = 0;
    for (var slot : intake.ledger().slots()) {
      if (slot.waiting() == 0 && slot.taken() < slot.capacity()) {
        var claim = Claim.of("probe-" + slot.id(), slot.id(), 900_000_000 + slot.id(), false);
        notebook.write(new Note.Claimed(claim, System.nanoTime()));
        var answer = client.put(claim.path(), token(claim.account()), claim.body(), notebook);
        boolean seated =
            answer != null
                && answer.isSuccess()
                && notebook.acknowledge("probe", claim.id(), answer) != null;
        refused += seated ? 0 : 1;
      }
    }
    return refused;
  }

  /**
   * Some claims and moves once more, long after their answers: a changed answer is noted by {@link
   * Noted}.
   */
  private void repeatSome() throws IOException, InterruptedException {
    var acknowledged =
        new ArrayList<>(
            notebook.read().all().stream()
                .filter(Noted::isAcknowledged)
                .map(noted -> noted.command)
                .toList());
    Collections.shuffle(acknowledged, ThreadLocalRandom.current());
    for (var command : acknowledged.subList(0, Math.min(REPEATS, acknowledged.size()))) {
      var answer = client.put(command.path(), token(command.account()), command.body(), notebook);
      if (answer != null && answer.code() == 200) {
        notebook.acknowledge("repeat", command.id(), answer);
      } else if (answer != null) {
        notebook.write(Note.Unforeseen.of("repeat", answer));
      }
    }
  }

  private String token(String account) {
    return tokens.computeIfAbsent(account, name -> cluster.token(name, "citizen"));
  }

  /** Slots of which an instance's audit says other counts than the database. */
  private long misreported() throws SQLException, IOException, InterruptedException {
    var ledger = intake.ledger().slots();
    return differing(ledger, intake.audit(0)) + differing(ledger, intake.audit(1));
  }

  static long differing(List<Ledger.Slot> ledger, JsonNode report) {
    var reported = new HashMap<Long, JsonNode>();
    report.get("slots").forEach(slot -> reported.put(slot.get("slotId").asLong(), slot));
    return ledger.stream()
        .filter(
            slot -> {
              var said = reported.get(slot.id());
              return said == null
                  || said.get("capacity").asInt() != slot.capacity()
                  || said.get("taken").asInt() != slot.taken()
                  || said.get("waiting").asInt() != slot.waiting()
                  || said.get("entries").asLong() != slot.entries()
                  || said.get("lastSequence").asLong() != slot.lastSeq();
            })
        .count();
  }
}
