package id.kursi.faults;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Adds the rounds up, and prints one table. */
final class Report {
  private static final String LINE = "%-48s %7s %7s %8s %8s%n";

  private final String command;
  private final Set<Kind> staged;
  private final Recovery recovery;
  private final Evidence evidence;
  private final long began = System.nanoTime();
  private final Map<Breach, Long> breaches = new EnumMap<>(Breach.class);
  private int rounds;
  private long claimsTried;
  private long movesTried;
  private long acknowledged;
  private long requests;
  private long failures;
  private long refusedYetThere;
  private final Map<String, Long> unforeseen = new TreeMap<>();

  /**
   * @param command what does the same again
   */
  Report(String command, Set<Kind> staged, Recovery recovery, Evidence evidence) {
    this.command = command;
    this.staged = staged;
    this.recovery = recovery;
    this.evidence = evidence;
  }

  void add(Notebook notebook, Round.Result result) {
    var notes = result.notes();
    rounds++;
    claimsTried += notes.claimsTried();
    movesTried += notes.movesTried();
    acknowledged += notes.acknowledged();
    requests += notebook.requests.get();
    failures += notebook.failures.get();
    refusedYetThere +=
        result.ledger().rows().stream()
            .map(row -> notes.of(row.id()))
            .filter(noted -> noted != null && noted.isRefused())
            .count();
    notes.unforeseen().forEach((what, times) -> unforeseen.merge(what, times, Long::sum));
    RoundAudit.add(breaches, result.found());
  }

  void add(Breach breach, long count) {
    breaches.merge(breach, count, Long::sum);
  }

  long breaches() {
    return breaches.values().stream().mapToLong(Long::longValue).sum() + recovery.never();
  }

  String line(Map<Breach, Long> found) {
    return "round %d: %,d claims and %,d moves tried so far, %,d acknowledged; %s"
        .formatted(
            rounds,
            claimsTried,
            movesTried,
            acknowledged,
            found.values().stream().allMatch(count -> count == 0) ? "clean" : found.toString());
  }

  String table() {
    var out = new StringBuilder("\n");
    var took = Duration.ofNanos(System.nanoTime() - began);
    row(out, "rounds", "%,d in %,d s".formatted(rounds, took.toSeconds()));
    row(out, "claims tried", "%,d".formatted(claimsTried));
    row(out, "moves tried", "%,d".formatted(movesTried));
    row(out, "acknowledged, claims and moves", "%,d".formatted(acknowledged));
    row(out, "requests sent, repeats among them", "%,d".formatted(requests));
    row(out, "of these without an answer, or with a 5xx", "%,d".formatted(failures));
    row(
        out,
        "told \"full\" in the end, and in the ledger after all",
        "%,d".formatted(refusedYetThere));
    out.append('\n');
    faults(out);
    out.append('\n');
    row(out, "BREACHES", "count");
    for (var breach : Breach.values()) {
      long count = breaches.getOrDefault(breach, 0L);
      row(
          out,
          breach.text,
          "%,d".formatted(breach == Breach.UNRECOVERED ? count + recovery.never() : count));
    }
    unforeseen.forEach((what, times) -> row(out, "  " + what, "%,d".formatted(times)));
    return out.append("\nThe same faults again: ").append(command).append('\n').toString();
  }

  private void faults(StringBuilder out) {
    out.append(
        LINE.formatted(
            "FAULTS; recovery of those that came alone", "times", "alone", "median", "worst"));
    for (var kind : Kind.values()) {
      if (staged.contains(kind)) {
        fault(out, kind.text, recovery.times(kind), recovery.alone(kind));
      } else {
        row(out, kind.text, "not staged");
      }
    }
    fault(out, "several at once", recovery.together().size(), recovery.together());
    evidence.counts().forEach((what, count) -> row(out, "  " + what, "%,d".formatted(count)));
  }

  private static void fault(StringBuilder out, String what, int times, List<Duration> recoveries) {
    var sorted = recoveries.stream().sorted().toList();
    int count = sorted.size();
    out.append(
        LINE.formatted(
            what,
            "%,d".formatted(times),
            "%,d".formatted(count),
            count == 0 ? "-" : seconds(sorted.get((count - 1) / 2)),
            count == 0 ? "-" : seconds(sorted.getLast())));
  }

  private static String seconds(Duration took) {
    return "%.2f s".formatted(took.toMillis() / 1000.0);
  }

  private static void row(StringBuilder out, String what, String figure) {
    out.append("%-62s %19s%n".formatted(what, figure));
  }
}
