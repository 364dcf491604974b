package id.kursi.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** What was written down of one reservation: what was asked, when, and what was told. */
final class Noted {
  /** One answer that acknowledged the reservation. */
  record Told(long slot, String receipt, Instant createdAt, Long seq, Status status) {
    static Told of(JsonNode reservation) {
      return new Told(
          reservation.path("slotId").asLong(),
          reservation.path("receipt").asText(),
          Instant.parse(reservation.path("createdAt").asText()),
          reservation.hasNonNull("sequence") ? reservation.get("sequence").asLong() : null,
          Status.valueOf(reservation.path("status").asText()));
    }
  }

  final UUID id;
  final String account;
  final long slot;

  /** To be sent again at the end; null for what a move made. */
  final Claim claim;

  /** When it was first sent. */
  final long sentAt;

  private final Set<Status> asked = EnumSet.noneOf(Status.class);
  private Told first;
  private long firstToldAt;
  private Long seq;
  private long seqToldAt = Long.MAX_VALUE;
  private Status last;
  private long lastToldAt;
  private boolean refused;
  private int changed;

  Noted(UUID id, String account, long slot, Claim claim, long sentAt) {
    this.id = id;
    this.account = account;
    this.slot = slot;
    this.claim = claim;
    this.sentAt = sentAt;
  }

  /** Its client was about to ask for this step. */
  void asks(Status step) {
    asked.add(step);
  }

  /**
   * An acknowledgement: of the reservation as it is, made or repeated, or of a step.
   *
   * @param sentAt when the request was sent that it answers
   */
  void told(Told told, long sentAt, long at) {
    if (first == null) {
      first = told;
      firstToldAt = at;
    }
    boolean other =
        told.slot() != first.slot()
            || told.slot() != slot
            || !told.receipt().equals(first.receipt())
            || !told.createdAt().equals(first.createdAt())
            || (seq != null && told.seq() == null && sentAt > seqToldAt)
            || (seq != null && told.seq() != null && !seq.equals(told.seq()));
    if (seq == null && told.seq() != null) {
      seq = told.seq();
      seqToldAt = at;
    }
    if (last == null || last.reachable().contains(told.status())) {
      last = told.status();
      lastToldAt = at;
    } else if (sentAt > lastToldAt) {
      // It was asked after the later status had been told: the reservation went back.
      other = true;
    }
    if (other) {
      changed++;
    }
  }

  /** It was told in another way that this step is done. */
  void became(Status status, long at) {
    if (last != null && last.reachable().contains(status)) {
      last = status;
      lastToldAt = at;
    }
  }

  /**
   * Refused for good, so far as this client knows. That must not happen to what it was told of.
   *
   * @param sentAt when the request was sent that was refused
   */
  void refused(long sentAt) {
    refused = true;
    if (first != null && sentAt > firstToldAt) {
      changed++;
    }
  }

  boolean isRefused() {
    return refused && first == null;
  }

  boolean isAcknowledged() {
    return first != null;
  }

  Told first() {
    return first;
  }

  Long seq() {
    return seq;
  }

  /** When its sequence number was first told; the end of time where it never was. */
  long seqToldAt() {
    return seqToldAt;
  }

  /** Answers that contradicted an earlier one. */
  int changed() {
    return changed;
  }

  /** Whether the ledger may say this now, by all that was told and asked. */
  boolean allows(Status now) {
    if (last == null || !last.reachable().contains(now)) {
      return last == null;
    }
    boolean bySomebody = now == Status.CONFIRMED || now == Status.CANCELLED || now == Status.MOVED;
    return now == last || !bySomebody || asked.contains(now);
  }
}
