package id.kursi.reservation;

import id.kursi.reservation.RedisLink.Script;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The doorman's scripts in Redis, and how their keys and arguments are laid out. */
@ApplicationScoped
class DoormanScripts {
  /** An id that the ledger knows, and its child. */
  record Known(String id, String holder) {
    static Known of(Ask ask) {
      return new Known(ask.id().toString(), ask.holder());
    }
  }

  /** A claim that is decided: whether its id is in the ledger now. */
  record Settled(long slot, Known known, boolean inLedger) {
    private List<String> arguments(Keys keys) {
      return Arrays.asList(
          keys.number(slot), Long.toString(slot), known.id(), known.holder(), inLedger ? "1" : "0");
    }
  }

  private static final Script ASK = Script.load("ask.lua");
  private static final Script PUBLISH = Script.load("publish.lua");
  private static final Script SELLABLE = Script.load("sellable.lua");

  private final RedisLink redis;
  private final String prefix;

  DoormanScripts(RedisLink redis, SeatCounterConfig config) {
    this.redis = redis;
    prefix = config.prefix();
  }

  /** Takes tokens for claims of one intake; answers those that are certainly refused. */
  Uni<List<Ask>> ask(long intake, List<Ask> asks, Duration tokenLife, Duration within) {
    var keys = new Keys(prefix, intake);
    var arguments = new ArrayList<String>();
    arguments.add(Long.toString(tokenLife.toMillis()));
    for (var ask : asks) {
      keys.add(ask.slotId());
      arguments.add(keys.number(ask.slotId()));
      arguments.add(Long.toString(ask.slotId()));
      arguments.add(ask.id().toString());
      arguments.add(ask.holder());
      arguments.add(ask.waits() ? "1" : "0");
    }
    return redis
        .run(ASK, keys.names, arguments, within)
        .map(
            response ->
                IntStream.range(0, asks.size())
                    .filter(i -> "F".equals(response.get(i).toString()))
                    .mapToObj(asks::get)
                    .toList());
  }

  /** Tells slots' facts and settled ids; answers the slots whose index is not complete. */
  Uni<Set<Long>> publish(
      long intake, Collection<SlotCounts> slots, List<Settled> settled, Duration within) {
    var keys = new Keys(prefix, intake);
    var arguments = new ArrayList<String>();
    arguments.add(Integer.toString(slots.size()));
    for (var slot : slots) {
      keys.add(slot.slotId());
      for (long fact :
          new long[] {
            slot.slotId(), slot.free(), slot.waitPlaces(), slot.entries(), slot.version()
          }) {
        arguments.add(Long.toString(fact));
      }
    }
    settled.forEach(
        one -> {
          keys.add(one.slot());
          arguments.addAll(one.arguments(keys));
        });
    return redis
        .run(PUBLISH, keys.names, arguments, within)
        .map(
            response -> {
              var incomplete = new HashSet<Long>();
              response.forEach(number -> incomplete.add(keys.slots.get(number.toInteger() - 1)));
              return incomplete;
            });
  }

  /** Free seats less pending claims, of the slots that Redis knows. */
  Uni<Map<Long, Long>> sellable(long intake, List<Long> slots, Duration within) {
    var keys = new Keys(prefix, intake);
    slots.forEach(keys::add);
    return redis
        .run(SELLABLE, keys.names, List.of(Integer.toString(slots.size())), within)
        .map(
            response -> {
              var sellable = new LinkedHashMap<Long, Long>();
              for (int i = 0; i < slots.size(); i++) {
                if (response.get(i) != null) {
                  sellable.put(slots.get(i), response.get(i).toLong());
                }
              }
              return sellable;
            });
  }

  /**
   * The keys of one script call: the intake's index, then two for each slot. All share the intake's
   * hash tag.
   */
  private static final class Keys {
    private final String prefix;
    final List<String> names = new ArrayList<>();
    final List<Long> slots = new ArrayList<>();
    private final Map<Long, Integer> numbers = new LinkedHashMap<>();

    Keys(String service, long intake) {
      prefix = service + ":{" + intake + "}:";
      names.add(prefix + "known");
    }

    void add(long slot) {
      if (numbers.putIfAbsent(slot, numbers.size() + 1) == null) {
        slots.add(slot);
        names.add(prefix + "slot:" + slot);
        names.add(prefix + "pending:" + slot);
      }
    }

    String number(long slot) {
      return Integer.toString(numbers.get(slot));
    }
  }
}
