package id.kursi.reservation;

import id.kursi.platform.Act;
import id.kursi.platform.Cells;
import id.kursi.platform.CurrentUser;
import id.kursi.platform.Parameters;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Roles;
import id.kursi.reservation.Snapshot.Allocation;
import id.kursi.reservation.Snapshot.State;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * The list of accepted of one slot, which is a school's track, once the intake has closed. Numbers
 * and receipts for every officer; children only for those of that school, whose look is kept.
 */
@Path("/v1/officer/slots/{slotId}/accepted")
@RolesAllowed(Roles.OFFICER)
public class AcceptedResource {
  private static final int MAX_PAGE = 1_000;
  private static final List<String> COLUMNS =
      List.of("sequence", "receipt", "status", "registeredAt");
  private static final List<String> OF_CHILD =
      List.of("name", "birthDate", "nik", "guardianName", "guardianPhone");

  private final Desk desk;
  private final Snapshots snapshots;
  private final CurrentUser user;

  AcceptedResource(Desk desk, Snapshots snapshots, CurrentUser user) {
    this.desk = desk;
    this.snapshots = snapshots;
    this.user = user;
  }

  /** As CSV, by sequence number: those after {@code after}. A Link names the next page. */
  @GET
  @Produces({"text/csv", "application/problem+json"})
  public Uni<Response> accepted(
      long slotId,
      @QueryParam("after") @DefaultValue("0") String after,
      @QueryParam("limit") @DefaultValue("1000") String limit) {
    long from = Parameters.number("after", after, 0, Long.MAX_VALUE);
    int most = Parameters.limit("limit", limit, MAX_PAGE);
    var slot = snapshots.current().slots().get(slotId);
    if (slot == null) {
      throw new ProblemException(ProblemType.UNKNOWN_SLOT);
    }
    var intake = snapshots.current().byId().get(slot.intakeId());
    if (intake.allocation() != Allocation.ARRIVAL
        || intake.state(snapshots.now()) != State.CLOSED) {
      throw new ProblemException(ProblemType.NO_LIST_YET);
    }
    var named = user.offices().serve(slot.officeCode());
    return desk.accepted(
            slotId, from, most, new Act(user.account(), named ? "list of accepted" : null))
        .map(
            accepted -> {
              var file = intake.code() + "-" + slot.officeCode() + "-" + slot.track() + ".csv";
              var next =
                  accepted.size() < most
                      ? null
                      : "/v1/officer/slots/%d/accepted?after=%d&limit=%d"
                          .formatted(slotId, accepted.getLast().sequence(), most);
              return CsvPage.of(csv(accepted, named), file, next);
            });
  }

  private static String csv(List<Desk.Accepted> accepted, boolean named) {
    var lines = new ArrayList<List<String>>();
    lines.add(named ? joined(COLUMNS, OF_CHILD) : COLUMNS);
    for (var one : accepted) {
      var cells =
          List.of(
              Long.toString(one.sequence()),
              one.receipt(),
              one.status(),
              one.registeredAt().toString());
      lines.add(named ? joined(cells, ofChild(one.child())) : cells);
    }
    return Cells.csv(lines);
  }

  private static List<String> ofChild(Child child) {
    return List.of(
        child.name(),
        child.birthDate().toString(),
        child.maskedNik(),
        child.guardianName(),
        child.guardianPhone());
  }

  private static List<String> joined(List<String> one, List<String> other) {
    var all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
