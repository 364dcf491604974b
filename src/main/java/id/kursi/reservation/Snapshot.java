package id.kursi.reservation;

import id.kursi.platform.Bilingual;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All intakes and slots as one read of the ledger found them. Immutable; one instance serves every
 * read until the next.
 *
 * @param asOf by the database's clock
 * @param ahead how far the database's clock is ahead of this instance's
 * @param untold whether some instance acknowledges claims that the doorman is not told of
 */
record Snapshot(
    Instant asOf,
    Duration ahead,
    Map<String, Intake> intakes,
    Map<Long, Slot> slots,
    Map<Long, Intake> byId,
    boolean untold) {
  enum Allocation {
    /** Seats go by arrival, as far as capacity reaches. */
    ARRIVAL,
    /**
     * Every registration in the window is numbered and counted; selection fills the seats later.
     */
    RANKED
  }

  enum State {
    SCHEDULED,
    OPEN,
    PAUSED,
    CLOSED
  }

  record Intake(
      long id,
      String code,
      Bilingual title,
      String serviceCode,
      Bilingual serviceTitle,
      Allocation allocation,
      Instant opensAt,
      Instant closesAt,
      Duration holdFor,
      Instant holdDeadline,
      int seatsPerAccount,
      int waitsPerAccount,
      int waitLimit,
      Bilingual notice,
      boolean rostered,
      boolean waitingRoom,
      List<Slot> slots) {

    State state(Instant now) {
      if (notice != null) {
        return State.PAUSED;
      }
      return now.isBefore(opensAt)
          ? State.SCHEDULED
          : now.isBefore(closesAt) ? State.OPEN : State.CLOSED;
    }

    /** Reservations ever written, in all slots. */
    long entries() {
      return slots.stream().mapToLong(slot -> slot.counts().entries()).sum();
    }

    /** The ledger's versions added up: grows with every change of any slot. */
    long version() {
      return slots.stream().mapToLong(slot -> slot.counts().version()).sum();
    }

    /**
     * Slots with free seats nearest in kind to one that is full: other tracks of the same school,
     * then the same track at other schools, those with most seats first.
     */
    List<Slot> nearestFree(Slot full, int limit) {
      return Stream.concat(
              free(slot -> slot.officeCode().equals(full.officeCode())),
              free(
                  slot ->
                      slot.track().equals(full.track())
                          && !slot.officeCode().equals(full.officeCode())))
          .filter(slot -> slot.id() != full.id())
          .limit(limit)
          .toList();
    }

    private Stream<Slot> free(java.util.function.Predicate<Slot> kind) {
      return slots.stream()
          .filter(kind)
          .filter(slot -> slot.counts().free() > 0)
          .sorted((one, other) -> Integer.compare(other.counts().free(), one.counts().free()));
    }
  }

  record Slot(
      long id,
      long intakeId,
      String officeCode,
      String officeName,
      String track,
      String label,
      SlotCounts counts) {}

  static final Snapshot NONE =
      new Snapshot(Instant.EPOCH, Duration.ZERO, Map.of(), Map.of(), Map.of(), true);

  static Snapshot of(Instant asOf, Instant here, List<Intake> intakes, boolean untold) {
    var byCode = new LinkedHashMap<String, Intake>();
    var byId = new LinkedHashMap<Long, Intake>();
    var slots = new LinkedHashMap<Long, Slot>();
    for (var intake : intakes) {
      byCode.put(intake.code(), intake);
      byId.put(intake.id(), intake);
      intake.slots().forEach(slot -> slots.put(slot.id(), slot));
    }
    return new Snapshot(asOf, Duration.between(here, asOf), byCode, slots, byId, untold);
  }

  /** Now, by the database's clock: instances whose own clocks differ open at the same moment. */
  Instant now(Clock clock) {
    return clock.instant().plus(ahead);
  }
}
