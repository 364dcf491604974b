package id.kursi.faults;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What faults left behind that cannot be seen from outside: counts that show that they occurred.
 */
final class Evidence {
  private final Map<String, Long> counts = new TreeMap<>();

  synchronized void add(String what, long count) {
    counts.merge(what, count, Long::sum);
  }

  /** In the order of what they are of. */
  synchronized SortedMap<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
