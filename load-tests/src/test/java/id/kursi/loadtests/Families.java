package id.kursi.loadtests;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The families of a waiting room, each with an account, a child and an entry of its own. Of every
 * hundred some try to get past the line: without a pass, with another's, with one that has ended.
 */
final class Families implements Iterator<Map<String, Object>> {
  private static final int OF = 100;

  private final List<String> tokens;
  private final Children children = new Children();
  private int next;

  Families(List<String> tokens) {
    this.tokens = tokens;
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  /** The first and the others come from the same line, on threads of their own. */
  @Override
  public synchronized Map<String, Object> next() {
    var family = new HashMap<String, Object>();
    family.put("account", next + 1);
    family.put("token", tokens.get(next));
    family.put("child", children.child(next));
    family.put("entry", Parents.newId());
    family.put("trick", trick(next % OF));
    family.put("code", 0);
    family.put("waits", false);
    next++;
    return family;
  }

  private static String trick(int n) {
    return switch (n) {
      case 0, 50 -> "without";
      case 20, 70 -> "foreign";
      case 40, 60, 80 -> "expired";
      default -> "none";
    };
  }
}
