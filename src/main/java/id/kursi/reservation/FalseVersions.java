package id.kursi.reservation;

import id.kursi.platform.Ticker;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Versions in Redis that are ahead of what this instance told. Mostly another instance told a later
 * word meanwhile. But a word is told after its commit, so whatever was seen in Redis must be in
 * every snapshot that is read afterwards: a version that is still ahead of such a snapshot is no
 * word of this ledger, and may be overwritten. (Postgres was restored to an earlier state, say.)
 */
final class FalseVersions {
  private record Ahead(long version, long seen) {}

  private final Ticker ticker;
  private final Map<Long, Ahead> ahead = new ConcurrentHashMap<>();

  FalseVersions(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * @param readFrom when the reading of the snapshot began
   */
  Map<Long, Long> in(Iterable<SlotCounts> snapshot, long readFrom) {
    var found = new HashMap<Long, Long>();
    for (var slot : snapshot) {
      var known = ahead.get(slot.slotId());
      if (known != null && readFrom - known.seen() > 0) {
        ahead.remove(slot.slotId(), known);
        if (slot.version() < known.version()) {
          found.put(slot.slotId(), known.version());
        }
      }
    }
    return found;
  }

  void seen(Map<Long, Long> versions) {
    long now = ticker.nanos();
    versions.forEach((slot, version) -> ahead.put(slot, new Ahead(version, now)));
  }
}
