package id.kursi.reservation;

import id.kursi.reservation.RedisLink.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
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

  /**
   * @param full those that are certainly refused
   * @param lapsed tokens that nobody had settled in their life
   */
  record Asked(List<Ask> full, long lapsed) {}

  /** Takes tokens for claims of one intake. */
  Uni<Asked> ask(long intake, List<Ask> asks, Duration tokenLife, Duration within) {
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
                new Asked(
                    IntStream.range(0, asks.size())
                        .filter(i -> "F".equals(response.get(i).toString()))
                        .mapToObj(asks::get)
                        .toList(),
                    response.get(asks.size()).toLong()));
  }

  /**
   * What Redis held of the slots that it was told.
   *
   * @param incomplete slots whose index is not complete
   * @param ahead slots of which Redis has a newer version than it was told, with that version
   * @param absent slots that it did not know
   * @param different slots of the same version, but with other facts
   * @param falseVersion slots whose version had turned out to be false
   * @param behind slots of an earlier version than this instance had told last
   */
  record Published(
      Set<Long> incomplete,
      Map<Long, Long> ahead,
      long absent,
      long different,
      long falseVersion,
      long behind) {}

  /**
   * What this instance knows of slots' versions in Redis.
   *
   * @param toldLast what Redis took from it last: earlier ones are counted as behind
   * @param falseOnes what the ledger has not reached: they are overwritten
   */
  record Versions(Map<Long, Long> toldLast, Map<Long, Long> falseOnes) {
    static final Versions UNKNOWN = new Versions(Map.of(), Map.of());
  }

  /** Tells slots' facts and settled ids. */
  Uni<Published> publish(
      long intake,
      Collection<SlotCounts> slots,
      Versions versions,
      List<Settled> settled,
      Duration within) {
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
      arguments.add(text(versions.falseOnes().get(slot.slotId())));
      arguments.add(text(versions.toldLast().get(slot.slotId())));
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
              response.get(0).forEach(number -> incomplete.add(keys.slot(number)));
              var ahead = new HashMap<Long, Long>();
              var newer = response.get(1);
              for (int i = 0; i < newer.size(); i += 2) {
                ahead.put(keys.slot(newer.get(i)), newer.get(i + 1).toLong());
              }
              var mended = response.get(2);
              return new Published(
                  incomplete,
                  ahead,
                  mended.get(0).toLong(),
                  mended.get(1).toLong(),
                  mended.get(2).toLong(),
                  mended.get(3).toLong());
            });
  }

  private static String text(Long version) {
    return version == null ? "" : version.toString();
  }

  /** What Redis believes of a slot: free seats, and claims that may yet take one of them. */
  record Believed(long free, long pending) {
    long sellable() {
      return free - pending;
    }
  }

  /** Of the slots that Redis knows. */
  Uni<Map<Long, Believed>> believed(long intake, List<Long> slots, Duration within) {
    var keys = new Keys(prefix, intake);
    slots.forEach(keys::add);
    return redis
        .run(SELLABLE, keys.names, List.of(Integer.toString(slots.size())), within)
        .map(
            response -> {
              var believed = new LinkedHashMap<Long, Believed>();
              for (int i = 0; i < slots.size(); i++) {
                if (response.get(2 * i) != null) {
                  believed.put(
                      slots.get(i),
                      new Believed(response.get(2 * i).toLong(), response.get(2 * i + 1).toLong()));
                }
              }
              return believed;
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

    long slot(Response number) {
      return slots.get(number.toInteger() - 1);
    }

    String number(long slot) {
      return Integer.toString(numbers.get(slot));
    }
  }
}
