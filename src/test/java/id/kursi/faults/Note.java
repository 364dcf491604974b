package id.kursi.faults;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.UUID;

/**
 * One line of a {@link Notebook}. Times are of one clock, System.nanoTime(); children are running
 * numbers, invented as all that is made from them.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "note")
@JsonSubTypes({
  @Type(value = Note.Claimed.class, name = "claimed"),
  @Type(value = Note.Moved.class, name = "moved"),
  @Type(value = Note.Asked.class, name = "asked"),
  @Type(value = Note.Told.class, name = "told"),
  @Type(value = Note.Became.class, name = "became"),
  @Type(value = Note.Refused.class, name = "refused"),
  @Type(value = Note.Unforeseen.class, name = "unforeseen"),
  @Type(value = Note.Unanswered.class, name = "unanswered")
})
sealed interface Note {
  /** About to be sent for the first time. */
  record Claimed(Claim claim, long sentAt) implements Note {}

  /**
   * A move is about to be sent.
   *
   * @param id of the reservation that it makes
   */
  record Moved(UUID id, String account, long slot, long sentAt) implements Note {}

  /** A step is about to be asked for. */
  record Asked(UUID id, Status step) implements Note {}

  /** An acknowledgement: of the reservation, made or repeated, or of a step. */
  record Told(UUID id, Noted.Told told, long sentAt, long at) implements Note {
    static Told of(UUID id, Client.Answer answer) {
      return new Told(id, Noted.Told.of(answer.body()), answer.sentAt(), answer.at());
    }
  }

  /** It was told in another way that this step is done. */
  record Became(UUID id, Status status, long at) implements Note {}

  /** Refused for good, so far as the client knows. */
  record Refused(UUID id, String problem, long sentAt) implements Note {
    static Refused of(UUID id, Client.Answer answer) {
      return new Refused(id, answer.problem(), answer.sentAt());
    }
  }

  /** An answer that docs/API.md does not foresee for what was asked. */
  record Unforeseen(String what) implements Note {
    /**
     * @param command without its id
     */
    static Unforeseen of(String command, Client.Answer answer) {
      return new Unforeseen(command + ": " + answer.code() + " " + answer.problem());
    }
  }

  /** A command that had no answer until all was given up. */
  record Unanswered() implements Note {}
}
