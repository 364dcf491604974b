package id.kursi.reservation;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is offered and what is free, from memory: no token is needed and no query is made. */
@Path("/v1/intakes")
@PermitAll
@NonBlocking
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
@Tag(name = "Intakes")
public class IntakeResource {
  private final Snapshots snapshots;

  IntakeResource(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  @GET
  @Operation(summary = "All intakes")
  public IntakeView.All all() {
    var snapshot = snapshots.loaded();
    var now = snapshots.now();
    return new IntakeView.All(
        snapshot.intakes().values().stream()
            .map(intake -> IntakeView.of(intake, snapshot, now))
            .toList(),
        now);
  }

  @GET
  @Path("{code}")
  @Operation(summary = "One intake")
  public IntakeView one(String code) {
    return IntakeView.of(snapshots.intake(code), snapshots.current(), snapshots.now());
  }

  @GET
  @Path("{code}/slots")
  @Operation(summary = "An intake's slots, by school and track")
  public SlotView.All slots(
      String code, @QueryParam("office") String office, @QueryParam("track") String track) {
    var slots =
        snapshots.intake(code).slots().stream()
            .filter(slot -> office == null || office.equals(slot.officeCode()))
            .filter(slot -> track == null || track.equals(slot.track()))
            .map(SlotView::of)
            .toList();
    return new SlotView.All(slots, snapshots.current().asOf());
  }
}
