package id.kursi.reservation;

import id.kursi.reservation.DoormanScripts.Settled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The doorman's scripts (ask.lua, publish.lua, sellable.lua) and the keys of one intake that they
 * work on. DoormanConformance holds it to Redis.
 */
class ModelDoorman {
  /** The facts of a slot as the ledger last said. */
  record Facts(int free, int places, long entries, long version) {}

  /** Ids and children that the ledger knows, and for each slot (#slot) how many ids. */
  final Map<String, Long> known = new HashMap<>();

  final Map<Long, Facts> facts = new HashMap<>();

  /** For each slot the claims that are pending, and when their tokens lapse. */
  final Map<Long, Map<String, Long>> pending = new HashMap<>();

  ModelDoorman copy() {
    return copyInto(new ModelDoorman());
  }

  <D extends ModelDoorman> D copyInto(D copy) {
    copy.known.putAll(known);
    copy.facts.putAll(facts);
    pending.forEach((slot, tokens) -> copy.pending.put(slot, new HashMap<>(tokens)));
    return copy;
  }

  /** Answers those that are certainly refused. */
  List<Ask> ask(List<Ask> asks, long lifeMs, long nowMs) {
    var sellable = new HashMap<Long, Integer>();
    var full = new ArrayList<Ask>();
    for (var ask : asks) {
      var slot = facts.get(ask.slotId());
      if (slot == null) {
        continue;
      }
      sellable.computeIfAbsent(ask.slotId(), id -> slot.free() - lapse(id, nowMs));
      if (isKnown(ask)) {
        continue;
      }
      if (sellable.get(ask.slotId()) > 0) {
        take(ask, nowMs + lifeMs);
        sellable.merge(ask.slotId(), -1, Integer::sum);
      } else if (isComplete(ask.slotId()) && !(ask.waits() && slot.places() > 0)) {
        full.add(ask);
      }
    }
    return full;
  }

  private boolean isKnown(Ask ask) {
    return known.containsKey(ask.id().toString())
        || known.containsKey(ask.holder())
        || tokens(ask.slotId()).containsKey(ask.id().toString());
  }

  boolean isComplete(long slot) {
    return facts.containsKey(slot)
        && known.getOrDefault("#" + slot, 0L) >= facts.get(slot).entries();
  }

  Map<String, Long> tokens(long slot) {
    return pending.computeIfAbsent(slot, id -> new LinkedHashMap<>());
  }

  /** Forgets the tokens that have lapsed, and counts the others. */
  int lapse(long slot, long nowMs) {
    tokens(slot).values().removeIf(until -> until <= nowMs);
    return tokens(slot).size();
  }

  void take(Ask ask, long until) {
    tokens(ask.slotId()).put(ask.id().toString(), until);
  }

  void giveBack(Settled one) {
    tokens(one.slot()).remove(one.known().id());
  }

  /** Answers the slots whose index is not complete. */
  Set<Long> publish(Collection<SlotCounts> slots, List<Settled> settled) {
    for (var one : settled) {
      giveBack(one);
      if (one.inLedger()) {
        if (known.putIfAbsent(one.known().id(), 1L) == null) {
          known.merge("#" + one.slot(), 1L, Long::sum);
        }
        known.put(one.known().holder(), 1L);
      }
    }
    var incomplete = new HashSet<Long>();
    for (var slot : slots) {
      var before = facts.get(slot.slotId());
      if (before == null || before.version() < slot.version()) {
        facts.put(
            slot.slotId(),
            new Facts(slot.free(), slot.waitPlaces(), slot.entries(), slot.version()));
      }
      if (!isComplete(slot.slotId())) {
        incomplete.add(slot.slotId());
      }
    }
    return incomplete;
  }

  /** Free seats less pending claims, of the slots that are known. Changes nothing. */
  Map<Long, Long> sellable(List<Long> slots, long nowMs) {
    var sellable = new LinkedHashMap<Long, Long>();
    for (var slot : slots) {
      if (facts.containsKey(slot)) {
        sellable.put(slot, facts.get(slot).free() - pendingNow(slot, nowMs));
      }
    }
    return sellable;
  }

  long pendingNow(long slot, long nowMs) {
    return pending.getOrDefault(slot, Map.of()).values().stream()
        .filter(until -> until > nowMs)
        .count();
  }
}
