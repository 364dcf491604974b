package id.kursi.reservation;

import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.reservation.LedgerOutcome.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Counts each claim once, by who decided it and how. All series exist from the start: a counter
 * that appears with its first event hides that event from every rate.
 */
@Startup
@ApplicationScoped
class ClaimMeters {
  private final Map<Verdict, Counter> ledger = new EnumMap<>(Verdict.class);
  private final Counter full;
  private final Counter notYetOpen;
  private final Counter unknownSlot;
  private final Counter notAdmitted;
  private final Counter tooOften;
  private final Counter overloaded;
  private final Counter outcomeUnknown;
  private final Counter unavailable;
  private final Counter broken;

  ClaimMeters(MeterRegistry meters) {
    for (var verdict : Verdict.values()) {
      if (verdict.isOfClaims()) {
        var name = verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
        ledger.put(verdict, counter(meters, "ledger", name));
      }
    }
    full = counter(meters, "doorman", "full");
    notYetOpen = counter(meters, "snapshot", "not-open");
    unknownSlot = counter(meters, "snapshot", "unknown-slot");
    notAdmitted = counter(meters, "pass", "not-admitted");
    tooOften = counter(meters, "limits", "too-many-requests");
    overloaded = counter(meters, "room", "overloaded");
    outcomeUnknown = counter(meters, "ledger", "outcome-unknown");
    unavailable = counter(meters, "ledger", "unavailable");
    broken = counter(meters, "ledger", "broken");
  }

  private static Counter counter(MeterRegistry meters, String by, String outcome) {
    return Counter.builder("kursi.claims")
        .description("Claims, by who decided them and how")
        .tag("by", by)
        .tag("outcome", outcome)
        .register(meters);
  }

  void decided(LedgerOutcome outcome) {
    ledger.get(outcome.verdict()).increment();
  }

  void full() {
    full.increment();
  }

  void notYetOpen() {
    notYetOpen.increment();
  }

  void refused(ProblemType why) {
    (switch (why) {
          case NOT_ADMITTED -> notAdmitted;
          case TOO_MANY_REQUESTS -> tooOften;
          case OVERLOADED -> overloaded;
          case OUTCOME_UNKNOWN -> outcomeUnknown;
          case UNAVAILABLE -> unavailable;
          case UNKNOWN_SLOT -> unknownSlot;
          default -> broken;
        })
        .increment();
  }

  void failed(Throwable failure) {
    refused(
        failure instanceof ProblemException known
            ? known.problem().problemType()
            : ProblemType.INTERNAL);
  }
}
