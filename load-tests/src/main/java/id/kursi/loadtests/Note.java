package id.kursi.loadtests;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What a client writes down of one request for a reservation.
 *
 * @param sequence null while the reservation waits
 * @param receipt null where no answer came, so that the request may or may not have been applied
 * @param status HELD, WAITING and so on, as the answer said it
 * @param code the answer's HTTP status, 0 where none came
 * @param time ISO 8601, by the client's clock
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Note(
    String id, long slotId, Long sequence, String receipt, String status, int code, String time) {

  /** The note of a reservation as the service answered it. */
  public static Note of(int code, JsonNode reservation) {
    return new Note(
        reservation.path("id").asText(),
        reservation.path("slotId").asLong(),
        reservation.hasNonNull("sequence") ? reservation.get("sequence").asLong() : null,
        reservation.path("receipt").asText(),
        reservation.path("status").asText(),
        code,
        Instant.now().toString());
  }

  static Note unanswered(String id, long slotId) {
    return new Note(id, slotId, null, null, null, 0, Instant.now().toString());
  }

  boolean acknowledged() {
    return receipt != null;
  }

  /** Whether both can have been said of one reservation: only its status may change. */
  boolean agrees(Note other) {
    return slotId == other.slotId
        && receipt.equals(other.receipt)
        && (sequence == null || other.sequence == null || sequence.equals(other.sequence));
  }
}
