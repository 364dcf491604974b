package id.kursi.platform;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what is in hand for each key: an account, an id. Holds nothing for keys that have nothing
 * in hand.
 */
public final class InHand<K> {
  private final ConcurrentHashMap<K, Integer> counts = new ConcurrentHashMap<>();

  /** Counts one more, and answers how many there are now. */
  public int enter(K key) {
    return counts.merge(key, 1, Integer::sum);
  }

  public void leave(K key) {
    counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
  }

  public int count(K key) {
    return counts.getOrDefault(key, 0);
  }
}
