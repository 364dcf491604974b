package id.kursi.reservation;

import id.kursi.reservation.DoormanScripts.Settled;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The bug: pending claims are a number that goes up with each token and down with each that is
 * given back. What is lost on the way is counted for ever, and what comes twice is counted twice.
 */
final class CountingDoorman extends ModelDoorman {
  private final Map<Long, Integer> counts = new HashMap<>();
  private final Set<String> everTaken = new HashSet<>();

  @Override
  ModelDoorman copy() {
    var copy = copyInto(new CountingDoorman());
    copy.counts.putAll(counts);
    copy.everTaken.addAll(everTaken);
    return copy;
  }

  @Override
  int lapse(long slot, long nowMs) {
    return counts.getOrDefault(slot, 0);
  }

  @Override
  void take(Ask ask, long until) {
    super.take(ask, until);
    everTaken.add(ask.id().toString());
    counts.merge(ask.slotId(), 1, Integer::sum);
  }

  @Override
  void giveBack(Settled one) {
    super.giveBack(one);
    if (everTaken.contains(one.known().id())) {
      counts.merge(one.slot(), -1, Integer::sum);
    }
  }

  @Override
  long pendingNow(long slot, long nowMs) {
    return counts.getOrDefault(slot, 0);
  }
}
