package id.kursi.waitingroom;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;

/**
 * A family's own place.
 *
 * @param number from 1, in the order of entering
 * @param position in the line; null before the draw, for whoever takes part in it
 * @param before positions that come first; 0 once it is the family's turn
 * @param estimate when the turn comes at the pace of the last minutes; null where nothing is known
 * @param receipt signed: number, id and salt, which together prove that the entry took part; null
 *     but in the answer to entering
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntryView(
    UUID id,
    String intake,
    State state,
    long number,
    Instant enteredAt,
    Long position,
    Long before,
    Estimate estimate,
    Instant opensAt,
    long entered,
    String receipt) {
  enum State {
    /** In; the draw is to come. */
    ENTERED,
    WAITING,
    /** The pointer is there or past: a pass can be had. */
    TURN,
    LEFT,
    LAPSED,
    DONE
  }

  /** Seconds from now, at the fastest and at the slowest pace of the last minutes. */
  @RegisterForReflection
  public record Estimate(long fromSeconds, long toSeconds) {}

  static EntryView of(Room room, Entry entry, Estimate estimate, String receipt) {
    var position = room.position(entry.number());
    var before = position == null ? null : Math.max(0, position - room.serving());
    return new EntryView(
        entry.id(),
        room.code(),
        state(entry, before),
        entry.number(),
        entry.enteredAt(),
        position,
        before,
        entry.ended() == null && before != null && before > 0 ? estimate : null,
        room.opensAt(),
        Math.max(room.entries(), entry.number()),
        receipt);
  }

  private static State state(Entry entry, Long before) {
    if (entry.ended() != null) {
      return State.valueOf(entry.ended().name());
    }
    return before == null ? State.ENTERED : before == 0 ? State.TURN : State.WAITING;
  }
}
