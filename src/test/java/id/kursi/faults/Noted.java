package id.kursi.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What was written down of one reservation: what was asked, when, and what was told. */
final class Noted {
  /** One answer that acknowledged the reservation. */
  record Told(long slot, String receipt, Instant createdAt, Long seq, Status status) {
    /** Throws an IllegalArgumentException where this is no reservation. */
    static Told of(JsonNode reservation) {
      return new Told(
          reservation.path("slotId").asLong(),
          reservation.path("receipt").asText(),
          moment(reservation.path("createdAt").asText()),
          reservation.hasNonNull("sequence") ? reservation.get("sequence").asLong() : null,
          Status.valueOf(reservation.path("status").asText()));
    }

    private static Instant moment(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException none) {
        throw new IllegalArgumentException("No moment", none);
      }
    }
  }

  /** What made it, or was to; sent again at the end. */
  final Command command;

  final UUID id;
  final String account;
  final long slot;

  /** When it was first sent. */
  final long sentAt;

  private final Set<Status> asked = EnumSet.noneOf(Status.class);
  private Told first;
  private long firstToldAt;
  private Long seq;
  private long seqToldAt = Long.MAX_VALUE;
  private Status last;
  private long lastToldAt;
  private final List<Note.Refused> refusals = new ArrayList<>(1);
  private int changed;

  Noted(Command command, long sentAt) {
    this.command = command;
    id = command.id();
    account = command.account();
    slot = command.slot();
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
   * Refused for good, so far as this client knows. That must not happen to what it was told of, nor
   * to a step that was told done, or that can be done whatever came of the reservation since.
   */
  void refused(Note.Refused refusal) {
    refusals.add(refusal);
    boolean contradicts =
        refusal.step() == null
            ? first != null && refusal.sentAt() > firstToldAt
            : refusal.sentAt() > lastToldAt && !mayRefuse(refusal.step());
    if (contradicts) {
      changed++;
    }
    if (refusal.problem().equals("hold-expired")) {
      became(Status.EXPIRED, refusal.at());
    }
  }

  private boolean mayRefuse(Status step) {
    return Stream.of(Status.values())
        .filter(this::allows)
        .anyMatch(now -> !now.reachable().contains(step));
  }

  /** Of itself and of its steps. */
  List<Note.Refused> refusals() {
    return refusals;
  }

  /** Never acknowledged, and told that it is refused. */
  boolean isRefused() {
    return !refusals.isEmpty() && first == null;
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
