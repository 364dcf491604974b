package id.kursi.loadtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Audits a running service: {@code AuditMain URL INTAKE [NOTES|- [BEFORE|- [FACTS]]]}, the
 * operator's token in the environment, so that it stands in no list of processes. FACTS is written,
 * and serves a later audit as BEFORE. Ends with 1 on a breach and with 2 where no audit could be
 * made.
 */
public final class AuditMain {
  static final String TOKEN = "KURSI_OPERATOR_TOKEN";
  private static final String SLOTS = "KURSI_AUDIT_SLOTS";

  public static void main(String[] args) throws InterruptedException {
    if (args.length < 2 || System.getenv(TOKEN) == null) {
      System.err.println(
          "Usage: " + TOKEN + "=... AuditMain URL INTAKE [NOTES|- [BEFORE|- [FACTS]]]");
      System.exit(2);
    }
    try {
      System.exit(run(args) ? 0 : 1);
    } catch (IOException | RuntimeException failure) {
      System.err.println("No audit: " + failure.getMessage());
      System.exit(2);
    }
  }

  private static boolean run(String[] args) throws IOException, InterruptedException {
    var audit = new Audit(new Api(args[0], System.getenv(TOKEN)), args[1]);
    var notesFile = optional(args, 2);
    var before = before(optional(args, 3));
    var notes = notesFile == null ? null : NoteBook.of(Notes.read(Path.of(notesFile)));
    var report = audit.settled();
    audit.judgeLedger(report);
    audit.judgeFree(report);
    audit.judgeTotals(report);
    if (notes != null) {
      audit.judgeNotes(report, notes, before.get("rows"));
    }
    audit.inform(report, before);
    System.out.printf(
        "Audit of %s at %s, %s, Postgres %s%n",
        args[1], args[0], report.get("asOf").asText(), report.get("serverVersion").asText());
    System.out.printf("  %-62s %14s  %s%n", "", "found", "must be");
    audit.findings().forEach(finding -> System.out.println(finding.line()));
    audit.details().forEach(detail -> System.out.println("  * " + detail));
    if (System.getenv(SLOTS) != null) {
      Audit.table(report).forEach(System.out::println);
    }
    var facts = audit.facts(report, notes);
    if (optional(args, 4) != null) {
      Files.write(
          Path.of(args[4]),
          facts.entrySet().stream().map(fact -> fact.getKey() + "=" + fact.getValue()).toList());
    }
    long breaches = facts.get("breaches");
    System.out.println(breaches == 0 ? "Clean." : "Breaches: " + breaches);
    return breaches == 0;
  }

  /** What an earlier audit wrote, or nothing. */
  private static Map<String, Long> before(String file) throws IOException {
    var facts = new HashMap<String, Long>();
    if (file != null) {
      for (var line : Files.readAllLines(Path.of(file))) {
        var fact = line.split("=", 2);
        facts.put(fact[0], Long.valueOf(fact[1]));
      }
    }
    return facts;
  }

  private static String optional(String[] args, int index) {
    return args.length > index && !args[index].equals("-") ? args[index] : null;
  }

  private AuditMain() {}
}
