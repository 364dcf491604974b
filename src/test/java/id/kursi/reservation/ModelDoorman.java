package id.kursi.reservation;

import id.kursi.reservation.DoormanScripts.Asked;
import id.kursi.reservation.DoormanScripts.Believed;
import id.kursi.reservation.DoormanScripts.Published;
import id.kursi.reservation.DoormanScripts.Settled;
import id.kursi.reservation.DoormanScripts.Versions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  Asked ask(List<Ask> asks, long lifeMs, long nowMs) {
    var sellable = new HashMap<Long, Integer>();
    long lapsed = 0;
    var full = new ArrayList<Ask>();
    for (var ask : asks) {
      var slot = facts.get(ask.slotId());
      if (slot == null) {
        continue;
      }
      if (!sellable.containsKey(ask.slotId())) {
        int before = tokens(ask.slotId()).size();
        // A token that says that it lives longer than tokens do was given under another clock.
        tokens(ask.slotId()).values().removeIf(until -> until > nowMs + lifeMs);
        sellable.put(ask.slotId(), slot.free() - lapse(ask.slotId(), nowMs));
        lapsed += before - tokens(ask.slotId()).size();
      }
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
    return new Asked(full, lapsed);
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

  Published publish(Collection<SlotCounts> slots, Versions versions, List<Settled> settled) {
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
    var ahead = new HashMap<Long, Long>();
    var mended = new long[4];
    for (var slot : slots) {
      var before = facts.get(slot.slotId());
      var told = new Facts(slot.free(), slot.waitPlaces(), slot.entries(), slot.version());
      boolean isFalse =
          before != null
              && Long.valueOf(before.version()).equals(versions.falseOnes().get(slot.slotId()));
      if (before != null && before.version() > slot.version() && !isFalse) {
        ahead.put(slot.slotId(), before.version());
      } else {
        facts.put(slot.slotId(), told);
        if (before == null) {
          mended[0]++;
        } else if (isFalse) {
          mended[2]++;
        } else if (before.version() < versions.toldLast().getOrDefault(slot.slotId(), 0L)) {
          mended[3]++;
        } else if (before.version() == slot.version() && !before.equals(told)) {
          mended[1]++;
        }
      }
      if (!isComplete(slot.slotId())) {
        incomplete.add(slot.slotId());
      }
    }
    return new Published(incomplete, ahead, mended[0], mended[1], mended[2], mended[3]);
  }

  /** Of the slots that are known. Changes nothing. */
  Map<Long, Believed> believed(List<Long> slots, long nowMs) {
    var believed = new LinkedHashMap<Long, Believed>();
    for (var slot : slots) {
      if (facts.containsKey(slot)) {
        believed.put(slot, new Believed(facts.get(slot).free(), pendingNow(slot, nowMs)));
      }
    }
    return believed;
  }

  long pendingNow(long slot, long nowMs) {
    return pending.getOrDefault(slot, Map.of()).values().stream()
        .filter(until -> until > nowMs)
        .count();
  }
}
