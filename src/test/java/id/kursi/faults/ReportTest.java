package id.kursi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.faults.Schedule.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir Path folder;

  @Test
  void everyBreachIsShownAndCounted() {
    var report = new Report("", EnumSet.allOf(Kind.class), new Recovery(), new Evidence());
    for (var breach : Breach.values()) {
      report.add(breach, 1);
    }
    assertThat(report.breaches()).isEqualTo(Breach.values().length);
    assertThat(report.table())
        .contains(Stream.of(Breach.values()).map(breach -> breach.text).toList());
  }

  @Test
  void claimsAndMovesAreShownApart() throws Exception {
    var notes = new Notes();
    var claim = Claim.of("parent-1", 7, 1, true);
    notes.add(new Note.Claimed(claim, 100));
    notes.add(new Note.Claimed(Claim.of("parent-1", 7, 2, true), 100));
    notes.add(new Note.Moved(new Move(Claim.uuid7(), "parent-1", claim.id(), 8), 200));
    var report = new Report("", EnumSet.allOf(Kind.class), new Recovery(), new Evidence());
    try (var notebook = new Notebook(folder.resolve("notes.jsonl"))) {
      var ledger = new Ledger(List.of(), List.of(), "");
      report.add(notebook, new Round.Result(notes, ledger, Map.of()));
    }
    assertThat(report.table())
        .containsPattern("(?m)^claims tried +2$")
        .containsPattern("(?m)^moves tried +1$");
  }

  @Test
  void aFaultAfterWhichNothingIsServedIsABreach() throws Exception {
    var recovery = new Recovery();
    var none = Duration.ZERO;
    var bout = List.of(new Fault(Kind.CUT_CLIENTS, 1, none, none, none));
    long before = System.nanoTime();
    recovery.success(1, before);
    recovery.ended(Kind.CUT_CLIENTS);
    // The other instance, and what was sent while the fault lasted.
    recovery.success(0, System.nanoTime());
    recovery.success(1, before);
    recovery.await(bout, Duration.ofMillis(20));
    var report = new Report("", EnumSet.allOf(Kind.class), recovery, new Evidence());
    assertThat(report.breaches()).isEqualTo(1);
    recovery.success(1, System.nanoTime());
    recovery.await(bout, Duration.ofMillis(20));
    assertThat(recovery.alone(Kind.CUT_CLIENTS)).hasSize(1);
  }
}
