package id.kursi.waitingroom;

import id.kursi.waitingroom.EntryView.Estimate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/** How fast a line has moved of late: its fastest and its slowest minute of the last ten. */
final class Pace {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MINUTES = 10;

  private record Mark(Instant at, long serving) {}

  private final ArrayDeque<Mark> marks = new ArrayDeque<>();

  /** At each tick; a mark a minute is kept. */
  synchronized void see(Instant at, long serving) {
    if (marks.isEmpty() || !at.isBefore(marks.getLast().at().plus(MINUTE))) {
      marks.addLast(new Mark(at, serving));
      if (marks.size() > MINUTES + 1) {
        marks.removeFirst();
      }
    }
  }

  /**
   * When so many more have had their turn; null where nobody had it for ten minutes.
   *
   * @param room whose bounds are told while there is no minute to go by; where a minute stood still
   *     the slower end goes by the slowest that the room promises, or by the mean if that is slower
   */
  synchronized Estimate estimate(long before, Room room) {
    double fastest = 0;
    double slowest = Double.MAX_VALUE;
    Mark last = null;
    for (var mark : marks) {
      if (last != null) {
        double seconds = Duration.between(last.at(), mark.at()).toMillis() / 1000.0;
        double pace = (mark.serving() - last.serving()) / seconds;
        fastest = Math.max(fastest, pace);
        slowest = Math.min(slowest, pace);
      }
      last = mark;
    }
    if (marks.size() < 2) {
      fastest = room.mostRate();
      slowest = room.leastRate();
    } else if (fastest == 0) {
      return null;
    }
    if (slowest == 0) {
      slowest = Math.min(mean(), room.leastRate());
    }
    return new Estimate((long) (before / fastest), (long) Math.ceil(before / slowest));
  }

  private double mean() {
    var first = marks.getFirst();
    var last = marks.getLast();
    return (last.serving() - first.serving())
        / (Duration.between(first.at(), last.at()).toMillis() / 1000.0);
  }
}
