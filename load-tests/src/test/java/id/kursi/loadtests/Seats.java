package id.kursi.loadtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Every free seat of an intake once, in a random order: as long as there are any, nobody asks for
 * one that is taken, and the claims are as many as the line lets in.
 */
final class Seats {
  private final List<Long> slots = new ArrayList<>();
  private final Random random;
  private final AtomicInteger next = new AtomicInteger();

  Seats(JsonNode offered, Random random) {
    this.random = random;
    for (var slot : offered) {
      slots.addAll(Collections.nCopies(slot.get("free").asInt(), slot.get("slotId").asLong()));
    }
    if (slots.isEmpty()) {
      throw new IllegalStateException("The intake offers no seats: nothing to rehearse");
    }
    Collections.shuffle(slots, random);
  }

  /** The slot of a seat that may be somebody else's: for a claim that has to be refused anyway. */
  long any() {
    return slots.get(random.nextInt(slots.size()));
  }

  /** The slot of the next one. */
  long next() {
    return slots.get(next.getAndIncrement() % slots.size());
  }
}
