package id.kursi.loadtests;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An endless line of parents, each with an account, a child, a wish and a way to behave. The shares
 * are guesses but for two from the field: at least 15 % of submissions are repeats, and some press
 * twice at once.
 */
final class Parents implements Iterator<Map<String, Object>> {
  private static final int REPEATS = 15;
  private static final int DOUBLE_TAPS = 5;

  private final List<String> tokens;
  private final Demand demand;
  private final Children children = new Children();

  private int next;

  Parents(List<String> tokens, Demand demand) {
    this.tokens = tokens;
    this.demand = demand;
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  /** Early and late parents come from the same line, on threads of their own. */
  @Override
  public synchronized Map<String, Object> next() {
    var random = ThreadLocalRandom.current();
    var wanted = demand.wanted(random);
    var parent = new HashMap<String, Object>();
    parent.put("token", tokens.get(next % tokens.size()));
    parent.put("child", children.child(next++));
    parent.put("slotId", wanted.id());
    parent.put("office", wanted.office());
    parent.put("waits", false);
    parent.put("doubleTaps", random.nextInt(100) < DOUBLE_TAPS);
    parent.put("repeats", random.nextInt(100) < REPEATS);
    parent.put("ifFull", one(random, "wait", 35, "nearest", 45, "leave", 20));
    parent.put("ifHeld", one(random, "confirm", 60, "cancel", 8, "move", 10, "lapse", 22));
    return parent;
  }

  /** One of the words, each followed by its share in per cent. */
  private static String one(Random random, Object... shares) {
    int roll = random.nextInt(100);
    int i = 0;
    for (int sum = (int) shares[1]; sum <= roll; sum += (int) shares[i + 1]) {
      i += 2;
    }
    return (String) shares[i];
  }

  /** A reservation's id: 48 bits of milliseconds, then random bits (RFC 9562, version 7). */
  static String newId() {
    var random = ThreadLocalRandom.current();
    long high = System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(1 << 12);
    long low = 0x8000000000000000L | random.nextLong() >>> 2;
    return new UUID(high, low).toString();
  }
}
