package id.kursi.loadtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Which slot a parent wants. Schools are wanted very unequally (the n-th in the list as 1/n^0.9),
 * and within a school its tracks as their seats are, so that some slots are asked for by several
 * times their seats while others stay half empty. Fewer parents want fewer schools: a small
 * rehearsal is as tight as the real one.
 */
final class Demand {
  private static final double STEEPNESS = 0.9;

  /** Tangerang Selatan, SMP, 2025: 9,954 seats and about 17,000 applicants. */
  private static final double SEATS_FOR_A_PARENT = 9_954 / 17_000.0;

  record Slot(long id, String office) {}

  private final List<Slot> slots = new ArrayList<>();
  private final List<Double> upTo = new ArrayList<>();

  Demand(JsonNode offered, int parents) {
    Map<String, Integer> ranks = new HashMap<>();
    double sum = 0;
    double seats = 0;
    for (var slot : offered) {
      var office = slot.get("office").asText();
      if (!ranks.containsKey(office) && seats >= Math.floor(parents * SEATS_FOR_A_PARENT)) {
        break;
      }
      int rank = ranks.computeIfAbsent(office, first -> ranks.size() + 1);
      seats += slot.get("capacity").asDouble();
      sum += slot.get("capacity").asDouble() / Math.pow(rank, STEEPNESS);
      upTo.add(sum);
      slots.add(new Slot(slot.get("slotId").asLong(), office));
    }
    if (sum == 0) {
      throw new IllegalStateException("The intake offers no seats: nothing to rehearse");
    }
  }

  Slot wanted(Random random) {
    int found = Collections.binarySearch(upTo, random.nextDouble() * upTo.getLast());
    return slots.get(found < 0 ? -found - 1 : found);
  }

  /** Any slot, the unwanted ones as often as the others: where somebody who moves may go. */
  Slot any(Random random) {
    return slots.get(random.nextInt(slots.size()));
  }
}
