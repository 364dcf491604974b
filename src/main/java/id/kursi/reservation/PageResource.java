package id.kursi.reservation;

import id.kursi.platform.ProblemType;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The pages for people: what is open and what to try next, and what each problem means. */
@Path("/")
@PermitAll
@NonBlocking
@Produces(MediaType.TEXT_HTML)
public class PageResource {
  private static final DateTimeFormatter WIB =
      DateTimeFormatter.ofPattern("d.M.yyyy HH:mm 'WIB'").withZone(ReservationRoutes.WIB);

  /**
   * @param opensAt in WIB, ready to show
   */
  record IntakeLine(IntakeView intake, String opensAt) {
    static IntakeLine of(Snapshot.Intake intake, Instant now) {
      return new IntakeLine(IntakeView.of(intake, intake.state(now)), WIB.format(intake.opensAt()));
    }
  }

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance welcome(List<IntakeLine> intakes, long slotId);

    static native TemplateInstance problems(List<ProblemType> problems);
  }

  private final Snapshots snapshots;

  PageResource(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  @GET
  public TemplateInstance welcome() {
    var snapshot = snapshots.current();
    var now = snapshots.now();
    var lines =
        snapshot.intakes().values().stream().map(intake -> IntakeLine.of(intake, now)).toList();
    long slotId =
        snapshot.slots().values().stream()
            .filter(slot -> slot.counts().free() > 0)
            .mapToLong(Snapshot.Slot::id)
            .min()
            .orElse(1);
    return Templates.welcome(lines, slotId);
  }

  /** The page that the type of every problem document points at. */
  @GET
  @Path("problems/{slug}")
  public TemplateInstance problem(String slug) {
    var problems =
        List.of(ProblemType.values()).stream().filter(type -> type.slug().equals(slug)).toList();
    if (problems.isEmpty()) {
      throw new id.kursi.platform.ProblemException(ProblemType.NOT_FOUND);
    }
    return Templates.problems(problems);
  }

  @GET
  @Path("problems")
  public TemplateInstance problems() {
    return Templates.problems(List.of(ProblemType.values()));
  }
}
