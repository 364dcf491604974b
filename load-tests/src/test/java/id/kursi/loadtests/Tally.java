package id.kursi.loadtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Counts and response times as scripts can read them: Gatling's own figures end in its HTML report
 * alone.
 */
final class Tally {
  private final ConcurrentHashMap<String, Times> times = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Long, AtomicInteger> bySecond = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Long, AtomicInteger> acceptedBySecond = new ConcurrentHashMap<>();

  private static final class Times {
    private int[] ms = new int[1024];
    private int size;

    synchronized void add(int time) {
      if (size == ms.length) {
        ms = Arrays.copyOf(ms, size * 2);
      }
      ms[size++] = time;
    }

    synchronized int[] all() {
      return Arrays.copyOf(ms, size);
    }
  }

  void read(String name, int ms) {
    add(name, ms);
    add("reads", ms);
  }

  /**
   * @param accepted whether a seat was given just now
   */
  void command(String name, int ms, boolean accepted) {
    add(name, ms);
    add("commands", ms);
    if (accepted) {
      acceptedBySecond.computeIfAbsent(second(), first -> new AtomicInteger()).incrementAndGet();
    }
  }

  private void add(String name, int ms) {
    times.computeIfAbsent(name, first -> new Times()).add(ms);
    if (name.equals("reads") || name.equals("commands")) {
      bySecond.computeIfAbsent(second(), first -> new AtomicInteger()).incrementAndGet();
    }
  }

  private static long second() {
    return System.currentTimeMillis() / 1000;
  }

  /**
   * Prints a table, and writes {@code name=number} lines to the file.
   *
   * @param besides names that are written beside the reads and the commands
   */
  void report(Path file, String... besides) throws IOException {
    System.out.printf("%n%-46s %9s %7s %7s %7s%n", "ms", "answers", "p50", "p95", "p99");
    new TreeMap<>(times)
        .forEach((name, ofName) -> System.out.println(line(name, sorted(ofName.all()))));
    var facts = new ArrayList<String>();
    for (var name : Stream.concat(Stream.of("reads", "commands"), Stream.of(besides)).toList()) {
      var ms = sorted(times.getOrDefault(name, new Times()).all());
      var fact = name.replaceAll("[^a-z]+", "_");
      facts.add(fact + "=" + ms.length);
      for (int percent : new int[] {50, 95, 99}) {
        facts.add(fact + "_p" + percent + "_ms=" + percentile(ms, percent));
      }
    }
    facts.add("busiest_second_requests=" + most(bySecond));
    facts.add("busiest_second_accepted=" + most(acceptedBySecond));
    Files.write(file, facts);
    System.out.printf(
        "In the busiest second: %d requests, %d seats given%n",
        most(bySecond), most(acceptedBySecond));
  }

  private static String line(String name, int[] ms) {
    return String.format(
        Locale.ROOT,
        "%-46s %9d %7d %7d %7d",
        name,
        ms.length,
        percentile(ms, 50),
        percentile(ms, 95),
        percentile(ms, 99));
  }

  private static int[] sorted(int[] ms) {
    Arrays.sort(ms);
    return ms;
  }

  private static int percentile(int[] sorted, int percent) {
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * (percent / 100.0))];
  }

  private static int most(ConcurrentHashMap<Long, AtomicInteger> counts) {
    return counts.values().stream().mapToInt(AtomicInteger::get).max().orElse(0);
  }
}
