package id.kursi.reservation;

import id.kursi.reservation.DoormanScripts.Published;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The version of each slot that Redis took from this instance last. Redis goes on from there and
 * never back, so an earlier version says that it lost writes: a replica was promoted that had not
 * heard the last ones, say.
 */
final class LastTold {
  private final Map<Long, Long> versions = new ConcurrentHashMap<>();

  /** Of each slot by its id, as they are whenever it is looked at. */
  Map<Long, Long> versions() {
    return Collections.unmodifiableMap(versions);
  }

  /** Redis has answered. Where it kept a newer word it did not take this one. */
  void told(Collection<SlotCounts> slots, Published published) {
    for (var slot : slots) {
      if (!published.ahead().containsKey(slot.slotId())) {
        versions.put(slot.slotId(), slot.version());
      }
    }
  }

  /** These go back on purpose: a false version is about to be overwritten. */
  void forget(Set<Long> slots) {
    versions.keySet().removeAll(slots);
  }
}
