package id.kursi.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Breaks the running system in seeded ways, and compares what its clients were told with what its
 * ledger holds: {@code Faults DATA} and what {@link Options} reads. docs/RELIABILITY.md says what
 * is done.
 */
public final class Faults {
  private static final Duration START_WITHIN = Duration.ofMinutes(4);

  /** Every wait within a round has a bound of its own; this one is for what nobody thought of. */
  private static final Duration ROUND_WITHIN = Duration.ofMinutes(6);

  public static void main(String[] args) throws Exception {
    Options options;
    try {
      options = Options.of(List.of(args).subList(1, args.length));
    } catch (IllegalArgumentException unknown) {
      System.err.println(Options.USAGE);
      System.exit(2);
      return;
    }
    var data = Path.of(args[0]).resolve("faults");
    Files.createDirectories(data);
    try (var channel =
            FileChannel.open(
                data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock == null) {
        System.err.println("Another bin/faults runs on " + data + ": stop it first.");
        System.exit(1);
      }
      boundTime(options.rounds());
      var cluster = new Cluster(data, options.diskMb());
      // Also for Ctrl-C, and for whatever is thrown below.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(cluster)));
      System.exit(run(options, cluster, data.resolve("notes")));
    } catch (Exception broken) {
      broken.printStackTrace();
      System.exit(1);
    }
  }

  private static void boundTime(int rounds) {
    var atMost = START_WITHIN.plus(ROUND_WITHIN.multipliedBy(rounds));
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Thread.sleep(atMost);
                System.err.println("bin/faults: not done after " + atMost);
                System.exit(1);
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static void close(Cluster cluster) {
    try {
      cluster.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int run(Options options, Cluster cluster, Path notes) throws Exception {
    System.err.println("seed " + options.seed());
    Disk.deleteAll(Files.createDirectories(notes));
    cluster.start();
    var tokens =
        IntStream.range(0, options.parents())
            .mapToObj(i -> cluster.token("parent-" + i, "citizen"))
            .toList();
    var recovery = new Recovery();
    var addresses = cluster.instances.stream().map(Instance::address).toList();
    var client = new Client(addresses, recovery);
    var evidence = new Evidence();
    var injector = new Injector(cluster, evidence);
    var kinds = injector.kinds();
    kinds.retainAll(options.only());
    var schedule = new Schedule(options.seed(), kinds);
    var seeds = new SplittableRandom(~options.seed());
    var report = new Report(options.command(), kinds, recovery, evidence);
    var round = new Round(cluster, injector, client, recovery, tokens, new AtomicLong());
    var ended = new LinkedHashMap<TestIntake, String>();
    new TestIntake(0, options.parents(), client, cluster).makeCatalogue();
    try {
      for (int number = 1; number <= options.rounds(); number++) {
        var intake = new TestIntake(number, options.parents(), client, cluster).open();
        var bouts = schedule.round();
        System.err.println(intake.code + ": " + inWords(bouts));
        try (var notebook = new Notebook(notes.resolve(intake.code + ".jsonl"))) {
          var result = round.run(intake, bouts, notebook, seeds.nextLong());
          report.add(notebook, result);
          System.err.println(report.line(result.found()));
          ended.put(intake, result.ledger().print());
        }
      }
      for (var one : ended.entrySet()) {
        report.add(Breach.ALTERED_LATER, one.getKey().print().equals(one.getValue()) ? 0 : 1);
      }
    } finally {
      // Of a run that breaks off too.
      System.out.print(report.table());
    }
    long breaches = report.breaches();
    System.err.println(
        breaches == 0 ? "bin/faults: clean" : "bin/faults: " + breaches + " breach(es)");
    return breaches == 0 ? 0 : 1;
  }

  private static String inWords(List<List<Schedule.Fault>> bouts) {
    var words = new ArrayList<String>();
    for (var bout : bouts) {
      words.add(String.join(" + ", bout.stream().map(fault -> fault.kind().name()).toList()));
    }
    return String.join(", ", words);
  }

  private Faults() {}
}
