package id.kursi.reservation;

import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.reservation.Burst.Answer;
import id.kursi.reservation.Burst.Application;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A load that goes on while something is tried: some families at a time, each claims at one slot
 * after the other and gives back what it was given.
 */
final class Families implements AutoCloseable {
  private static final int AT_A_TIME = 6;

  /**
   * A claim that was answered.
   *
   * @param from when it was sent, by System.nanoTime
   * @param to when its answer was there
   */
  record Claimed(Answer answer, long from, long to) {
    long slot() {
      return answer.application().slot();
    }
  }

  private final Burst burst = new Burst();
  private final Queue<Claimed> claimed = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<Void>> families;
  private volatile boolean over;

  Families(List<Long> slots) {
    families =
        IntStream.range(0, AT_A_TIME)
            .mapToObj(
                first ->
                    CompletableFuture.runAsync(
                        () -> claimByTurns(slots, first), Thread::startVirtualThread))
            .toList();
  }

  private void claimByTurns(List<Long> slots, int first) {
    for (int turn = first; !over; turn++) {
      var application = Application.of(slots.get(turn % slots.size()));
      long from = System.nanoTime();
      var answer = burst.send(application).join();
      claimed.add(new Claimed(answer, from, System.nanoTime()));
      if (answer.isSeat()) {
        step(application.account(), application.id(), "cancellation").statusCode(200);
      }
    }
  }

  /** The slots for which claims were under way at some time between these moments. */
  Set<Long> slotsClaimed(long from, long to) {
    return claimed.stream()
        .filter(one -> one.from() < to && one.to() > from)
        .map(Claimed::slot)
        .collect(Collectors.toSet());
  }

  /** Until claims that are sent from now on have been answered, for each of these. */
  void awaitClaims(Set<Long> slots) {
    long now = System.nanoTime();
    eventually(
        () -> {
          var after = new HashSet<Long>();
          claimed.stream().filter(one -> one.from() > now).forEach(one -> after.add(one.slot()));
          assertThat(after).containsAll(slots);
        });
  }

  /** All that was answered until now. */
  List<Answer> answers() {
    return claimed.stream().map(Claimed::answer).toList();
  }

  /** Ends the load, and fails if anything in it did. */
  @Override
  public void close() {
    over = true;
    families.forEach(CompletableFuture::join);
  }
}
