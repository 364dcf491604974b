package id.kursi.reservation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** A reservation as its owner sees it. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReservationView(
    UUID id,
    String intake,
    long slotId,
    Status status,
    Long sequence,
    String receipt,
    Instant holdUntil,
    Long waitPosition,
    UUID movedFrom,
    UUID movedTo,
    Instant createdAt,
    Instant changedAt,
    ChildView child) {

  /** The child as its own family is shown it: the NIK's last four digits. */
  @RegisterForReflection
  public record ChildView(
      String nik, String name, LocalDate birthDate, String guardianName, String guardianPhone) {
    static ChildView of(Child child) {
      return new ChildView(
          child.maskedNik(),
          child.name(),
          child.birthDate(),
          child.guardianName(),
          child.guardianPhone());
    }
  }

  /**
   * @param next where the following page begins, or null on the last
   */
  @RegisterForReflection
  public record Page(List<ReservationView> reservations, UUID next) {}

  static ReservationView of(Reservation reservation, Snapshot snapshot) {
    return of(reservation, snapshot, null);
  }

  static ReservationView of(Reservation r, Snapshot snapshot, Child child) {
    var intake = snapshot.byId().get(r.intakeId());
    return new ReservationView(
        r.id(),
        intake == null ? null : intake.code(),
        r.slotId(),
        r.status(),
        r.sequence(),
        r.receipt(),
        r.status() == Status.HELD ? r.holdUntil() : null,
        r.waitPosition(),
        r.movedFrom(),
        r.movedTo(),
        r.createdAt(),
        r.changedAt(),
        child == null ? null : ChildView.of(child));
  }
}
