package id.kursi.reservation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A reservation as an officer sees it: with the child, where it is, and what became of it.
 *
 * @param timeline oldest first
 */
@RegisterForReflection
public record DeskView(
    ReservationView reservation,
    String office,
    String officeName,
    String track,
    String label,
    List<Step> timeline) {

  /**
   * @param action CREATED, a status, or what an officer did: REGISTERED, SEEN
   * @param actor the officer; null where the family or the service itself acted
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Step(Instant at, String action, String actor, String reason) {}

  @RegisterForReflection
  public record Found(List<DeskView> reservations) {}

  /**
   * @param row of {@code desk_find}, whose {@code acts} are null where no officer acted
   */
  static DeskView of(ReservationView reservation, Row row) {
    var acts = row.get(JsonArray.class, "acts");
    return new DeskView(
        reservation,
        row.getString("office"),
        row.getString("office_name"),
        row.getString("track"),
        row.getString("label"),
        timeline(reservation, acts == null ? new JsonArray() : acts));
  }

  private static List<Step> timeline(ReservationView reservation, JsonArray acts) {
    var steps = new ArrayList<Step>();
    steps.add(new Step(reservation.createdAt(), "CREATED", null, null));
    for (int i = 0; i < acts.size(); i++) {
      steps.add(step(acts.getJsonObject(i)));
    }
    var status = reservation.status().name();
    // What an officer did is there already.
    if (!reservation.changedAt().equals(reservation.createdAt())
        && steps.stream().noneMatch(step -> step.action().equals(status))) {
      steps.add(new Step(reservation.changedAt(), status, null, null));
    }
    steps.sort(Comparator.comparing(Step::at));
    return steps;
  }

  private static Step step(JsonObject act) {
    return new Step(
        OffsetDateTime.parse(act.getString("at")).toInstant(),
        act.getString("action"),
        act.getString("actor"),
        act.getString("reason"));
  }
}
