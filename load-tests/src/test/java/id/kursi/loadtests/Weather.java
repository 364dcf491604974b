package id.kursi.loadtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What was answered before, in and after a storm. */
final class Weather {
  static final Duration CALM = Duration.ofSeconds(15);

  /** The first seconds of the storm fill the room: afterwards it is as full as it gets. */
  private static final int STEADY_AFTER_SECONDS = 5;

  /**
   * Again as in the calm before: twice its 95th percentile, or this many ms where that is little.
   */
  private static final int CALM_ENOUGH_MS = 50;

  /**
   * @param came seconds after the beginning
   */
  private record Answer(double came, int code, int ms, boolean saysWhenAgain) {
    double answered() {
      return came + ms / 1000.0;
    }
  }

  private final long began;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

  Weather(long began) {
    this.began = began;
  }

  void add(long came, int code, int ms, boolean saysWhenAgain) {
    answers.add(new Answer((came - began) / 1000.0, code, ms, saysWhenAgain));
  }

  private int[] times(Predicate<Answer> which) {
    return answers.stream().filter(which).mapToInt(Answer::ms).sorted().toArray();
  }

  private static int percentile(int[] sorted, int percent) {
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * (percent / 100.0))];
  }

  private static boolean accepted(Answer answer) {
    return answer.code() == 201;
  }

  private static boolean refused(Answer answer) {
    return answer.code() == 503 || answer.code() == 429;
  }

  /** Writes {@code name=number} lines to the file, and prints them. */
  void report(Path file, Duration stormFor) throws IOException {
    // The first claim came after Gatling's own start.
    double first = answers.stream().mapToDouble(Answer::came).min().orElse(0);
    double storm = first + CALM.toSeconds();
    double over = storm + stormFor.toSeconds();
    double steady = storm + STEADY_AFTER_SECONDS;
    var before = times(answer -> accepted(answer) && answer.came() < storm);
    long taken =
        answers.stream()
            .filter(Weather::accepted)
            .filter(answer -> answer.answered() >= steady && answer.answered() < over)
            .count();
    var refusals =
        times(answer -> refused(answer) && answer.came() >= steady && answer.came() < over);
    var inStorm =
        times(answer -> accepted(answer) && answer.came() >= steady && answer.came() < over);
    int calm = Math.max(CALM_ENOUGH_MS, 2 * percentile(before, 95));

    var facts = new ArrayList<String>();
    facts.add("offered=" + answers.size());
    facts.add("accepted_per_s=%.1f".formatted(taken / (over - steady)));
    facts.add("accepted_p50_ms=" + percentile(inStorm, 50));
    facts.add("accepted_p99_ms=" + percentile(inStorm, 99));
    facts.add("refused=" + refusals.length);
    facts.add("refused_p50_ms=" + percentile(refusals, 50));
    facts.add("refused_p95_ms=" + percentile(refusals, 95));
    facts.add(
        "refused_without_retry_after="
            + answers.stream().filter(a -> refused(a) && !a.saysWhenAgain()).count());
    facts.add("neither=" + answers.stream().filter(a -> !accepted(a) && !refused(a)).count());
    facts.add("calm_p95_ms=" + percentile(before, 95));
    facts.add("calm_again_after_s=" + calmAgain(over, calm));
    Files.write(file, facts);
    facts.forEach(System.out::println);
  }

  /** Seconds after the storm until all later seconds were calm. */
  private int calmAgain(double over, int calmMs) {
    var slow =
        IntStream.range(0, (int) CALM.toSeconds())
            .filter(second -> !isCalm(over + second, calmMs))
            .max();
    return slow.isPresent() ? slow.getAsInt() + 1 : 0;
  }

  private boolean isCalm(double from, int calmMs) {
    List<Answer> ofSecond =
        answers.stream().filter(a -> a.came() >= from && a.came() < from + 1).toList();
    var ms = ofSecond.stream().mapToInt(Answer::ms).sorted().toArray();
    return ofSecond.stream().allMatch(Weather::accepted) && percentile(ms, 95) <= calmMs;
  }
}
