package id.kursi.reservation;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.kursi.platform.Bilingual;
import id.kursi.reservation.Snapshot.Allocation;
import id.kursi.reservation.Snapshot.State;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * An intake as everybody may see it. Times are in WIB (UTC+7).
 *
 * @param holdFor how long a seat is held for its confirmation; null where a fixed deadline holds
 * @param roster whether it takes only children of its list of verified ones
 * @param waitingRoom whether a waiting room stands before it, drained or not
 * @param registered seats taken; in a ranked intake, registrations in the window
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IntakeView(
    String code,
    Bilingual title,
    String service,
    Bilingual serviceTitle,
    Allocation allocation,
    State state,
    OffsetDateTime opensAt,
    OffsetDateTime closesAt,
    Duration holdFor,
    OffsetDateTime holdDeadline,
    int seatsPerAccount,
    int waitsPerAccount,
    int waitListLength,
    Bilingual notice,
    boolean roster,
    boolean waitingRoom,
    long capacity,
    long registered,
    long free,
    long waiting) {

  @RegisterForReflection
  public record All(List<IntakeView> intakes) {}

  static IntakeView of(Snapshot.Intake intake, State state) {
    var counts = intake.slots().stream().map(Snapshot.Slot::counts).toList();
    return new IntakeView(
        intake.code(),
        intake.title(),
        intake.serviceCode(),
        intake.serviceTitle(),
        intake.allocation(),
        state,
        wib(intake.opensAt()),
        wib(intake.closesAt()),
        intake.holdFor(),
        wib(intake.holdDeadline()),
        intake.seatsPerAccount(),
        intake.waitsPerAccount(),
        intake.waitLimit(),
        intake.notice(),
        intake.rostered(),
        intake.waitingRoom(),
        counts.stream().mapToLong(SlotCounts::capacity).sum(),
        counts.stream().mapToLong(SlotCounts::taken).sum(),
        counts.stream().mapToLong(SlotCounts::free).sum(),
        counts.stream().mapToLong(SlotCounts::waiting).sum());
  }

  /** As it is after a change, for whoever made it. */
  static Uni<IntakeView> changed(Snapshots snapshots, String code) {
    return snapshots
        .refreshOrFail()
        .map(
            fresh -> {
              var intake = snapshots.intake(code);
              return of(intake, intake.state(snapshots.now()));
            });
  }

  private static OffsetDateTime wib(Instant instant) {
    return instant == null ? null : instant.atZone(ReservationRoutes.WIB).toOffsetDateTime();
  }
}
