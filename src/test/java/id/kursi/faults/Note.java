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

  /** A move is about to be sent for the first time. */
  record Moved(Move move, long sentAt) implements Note {}

  /** A step is about to be asked for. */
  record Asked(UUID id, Status step) implements Note {}

  /** An acknowledgement: of the reservation, made or repeated, or of a step. */
  record Told(UUID id, Noted.Told told, long sentAt, long at) implements Note {
    /** Throws an IllegalArgumentException where the answer's body is not that reservation. */
    static Told of(UUID id, Client.Answer answer) {
      if (!answer.body().path("id").asText().equals(id.toString())) {
        throw new IllegalArgumentException("An acknowledgement without its reservation");
      }
      return new Told(id, Noted.Told.of(answer.body()), answer.sentAt(), answer.at());
    }
  }

  /** It was told in another way that this step is done. */
  record Became(UUID id, Status status, long at) implements Note {}

  /**
   * Refused for good, so far as the client knows.
   *
   * @param step that was refused; null where the reservation itself was
   */
  record Refused(UUID id, Status step, String problem, long sentAt, long at) implements Note {
    static Refused of(UUID id, Status step, Client.Answer answer) {
      return new Refused(id, step, answer.problem(), answer.sentAt(), answer.at());
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
