package id.kursi.faults;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What all clients of one round wrote down. */
final class Notes {
  private final Map<UUID, Noted> all = new ConcurrentHashMap<>();

  /** Commands that had no answer until the end. */
  final AtomicLong unanswered = new AtomicLong();

  /** How often each answer came that docs/API.md does not foresee for what was asked. */
  final Map<String, AtomicLong> unforeseen = new ConcurrentHashMap<>();

  /** Requests sent, repeats among them, and those that got no answer or a 5xx. */
  final AtomicLong requests = new AtomicLong();

  final AtomicLong failures = new AtomicLong();

  /**
   * @param what the command, without its id
   */
  void unforeseen(String what, Client.Answer answer) {
    unforeseen
        .computeIfAbsent(
            what + ": " + answer.code() + " " + answer.problem(), key -> new AtomicLong())
        .incrementAndGet();
  }

  /** Written down before it is first sent. */
  Noted tried(Claim claim) {
    return tried(new Noted(claim.id(), claim.account(), claim.slot(), claim, System.nanoTime()));
  }

  Noted tried(Noted noted) {
    all.put(noted.id, noted);
    return noted;
  }

  Collection<Noted> all() {
    return all.values();
  }

  Noted of(UUID id) {
    return all.get(id);
  }

  long tried() {
    return all.size();
  }

  long acknowledged() {
    return all.values().stream().filter(Noted::isAcknowledged).count();
  }
}
