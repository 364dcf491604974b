package id.kursi.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Cards that are drawn in a random order, each once before any comes again. */
final class Deck<T> {
  private final List<T> cards;
  private final RandomGenerator random;
  private final Deque<T> left = new ArrayDeque<>();

  Deck(Collection<T> cards, RandomGenerator random) {
    this.cards = List.copyOf(cards);
    this.random = random;
  }

  T draw() {
    return draw(card -> true);
  }

  /**
   * The next that fits; where none is left that does, the cards come again under those that are
   * left.
   *
   * @param fits true of at least one card
   */
  T draw(Predicate<T> fits) {
    while (left.stream().noneMatch(fits)) {
      var shuffled = new ArrayList<>(cards);
      Collections.shuffle(shuffled, random);
      left.addAll(shuffled);
    }
    var drawn = left.stream().filter(fits).findFirst().orElseThrow();
    left.remove(drawn);
    return drawn;
  }
}
