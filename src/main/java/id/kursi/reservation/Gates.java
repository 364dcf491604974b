package id.kursi.reservation;

import id.kursi.catalogue.Catalogue;
import id.kursi.platform.Act;
import id.kursi.platform.Bilingual;
import id.kursi.platform.FieldRule;
import id.kursi.platform.Form;
import id.kursi.platform.LogEntry;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Rows;
import id.kursi.reservation.Snapshot.Allocation;
import id.kursi.reservation.Snapshot.Intake;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * An operator's hand on intakes and slots: descriptions go to the catalogue first, then windows,
 * capacities and pauses to the ledger as commands of its own. Each may be repeated, so that a
 * failure between the two is mended by doing it again.
 */
@ApplicationScoped
class Gates {
  static final int MAX_SEATS = 1_000_000;

  /**
   * What is wrong is refused with the whole form, here as below; until then either may be missing.
   */
  record Window(Instant opensAt, Instant closesAt) {
    static Window read(Form form) {
      var opensAt = form.instant("opensAt");
      var closesAt = form.instant("closesAt");
      form.check(
          "closesAt",
          closesAt,
          opensAt == null || closesAt == null || closesAt.isAfter(opensAt),
          FieldRule.AFTER_OPENING);
      return new Window(opensAt, closesAt);
    }
  }

  /**
   * @param holdFor how long a seat is held; null where holdDeadline is given
   * @param holdDeadline until when every seat is held; null where holdFor is given
   */
  record Rules(
      Allocation allocation,
      Instant opensAt,
      Instant closesAt,
      Duration holdFor,
      Instant holdDeadline,
      int seatsPerAccount,
      int waitsPerAccount,
      int waitListLength) {
    private static final int MAX_PER_ACCOUNT = 10_000;
    private static final int DEFAULT_SEATS_PER_ACCOUNT = 3;
    private static final int DEFAULT_WAITS_PER_ACCOUNT = 10;
    private static final Duration DEFAULT_HOLD = Duration.ofMinutes(10);
    private static final Duration MAX_HOLD = Duration.ofDays(60);

    /** What is wrong is refused with the whole form; until then anything may be missing. */
    static Rules read(Form form) {
      var allocation = form.oneOf("allocation", Allocation.class);
      var window = Window.read(form);
      var closesAt = window.closesAt();
      var deadline = form.has("holdDeadline") ? form.instant("holdDeadline") : null;
      form.check(
          "holdDeadline",
          deadline,
          closesAt == null || deadline == null || !deadline.isBefore(closesAt),
          FieldRule.BEFORE_CLOSING);
      var hold =
          form.has("holdFor")
              ? form.duration("holdFor", MAX_HOLD)
              : form.has("holdDeadline") ? null : DEFAULT_HOLD;
      form.check("holdFor", hold, !form.has("holdDeadline"), FieldRule.EITHER);
      return new Rules(
          allocation,
          window.opensAt(),
          closesAt,
          hold,
          deadline,
          or(form.integer("seatsPerAccount", 1, MAX_PER_ACCOUNT, DEFAULT_SEATS_PER_ACCOUNT)),
          or(form.integer("waitsPerAccount", 0, MAX_PER_ACCOUNT, DEFAULT_WAITS_PER_ACCOUNT)),
          or(form.integer("waitListLength", 0, Gates.MAX_SEATS, 0)));
    }

    JsonObject told() {
      return new JsonObject()
          .put("allocation", allocation.name())
          .put("opensAt", opensAt.toString())
          .put("closesAt", closesAt.toString())
          .put("holdFor", holdFor == null ? null : holdFor.toString())
          .put("holdDeadline", holdDeadline == null ? null : holdDeadline.toString())
          .put("seatsPerAccount", seatsPerAccount)
          .put("waitsPerAccount", waitsPerAccount)
          .put("waitListLength", waitListLength);
    }

    private static int or(Integer number) {
      return number == null ? 0 : number;
    }
  }

  private final Catalogue catalogue;
  private final LedgerReads ledger;

  Gates(Catalogue catalogue, LedgerReads ledger) {
    this.catalogue = catalogue;
    this.ledger = ledger;
  }

  /** Empty when the service is unknown. */
  Uni<Optional<Long>> putIntake(String service, String code, Bilingual title, Rules rules, Act by) {
    var entry = LogEntry.of(by, "INTAKE_RULED", rules.told().put("intake", code));
    return catalogue
        .putIntake(service, code, title, by)
        .onFailure()
        .transform(Gates::unavailable)
        .call(id -> id.isEmpty() ? Uni.createFrom().voidItem() : putGate(entry, id.get(), rules));
  }

  private Uni<Void> putGate(LogEntry entry, long intake, Rules rules) {
    var hold = rules.holdFor() == null ? null : Rows.interval(rules.holdFor());
    return command(
        entry,
        "put_gate($5, $6, $7, $8, $9, $10, $11, $12, $13)",
        intake,
        rules.allocation().name(),
        time(rules.opensAt()),
        time(rules.closesAt()),
        hold,
        time(rules.holdDeadline()),
        rules.seatsPerAccount(),
        rules.waitsPerAccount(),
        rules.waitListLength());
  }

  /** The slot's id; empty when the office is unknown. */
  Uni<Optional<Long>> putSlot(
      long intake, String office, String track, String label, int capacity, Act by) {
    return catalogue
        .putSlot(intake, office, track, label, by)
        .onFailure()
        .transform(Gates::unavailable)
        .call(
            slot ->
                slot.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : putCapacity(intake, slot.get(), capacity, by));
  }

  Uni<Void> putCapacity(long intake, long slot, int capacity, Act by) {
    var about = new JsonObject().put("slot", slot).put("capacity", capacity);
    return command(
        LogEntry.of(by, "CAPACITY_PUT", about), "put_capacity($5, $6, $7)", slot, intake, capacity);
  }

  /** Moves opening and closing; a fixed deadline of holds never comes before the closing. */
  Uni<Void> putWindow(Intake intake, Window window, Act by) {
    var about =
        about(intake)
            .put("opensAt", window.opensAt().toString())
            .put("closesAt", window.closesAt().toString());
    return command(
        LogEntry.of(by, "WINDOW_PUT", about),
        "put_window($5, $6, $7)",
        intake.id(),
        time(window.opensAt()),
        time(window.closesAt()));
  }

  Uni<Void> pause(Intake intake, Bilingual notice, Act by) {
    return command(
        LogEntry.of(by, "PAUSED", about(intake)).orBecause(notice.en()),
        "pause_intake($5, $6, $7)::text",
        intake.id(),
        notice.id(),
        notice.en());
  }

  Uni<Void> resume(Intake intake, Act by) {
    return command(
        LogEntry.of(by, "RESUMED", about(intake)), "resume_intake($5)::text", intake.id());
  }

  Uni<Void> dropRoster(Intake intake, Act by) {
    return command(
        LogEntry.of(by, "ROSTER_DROPPED", about(intake)), "drop_roster($5)::text", intake.id());
  }

  private static JsonObject about(Intake intake) {
    return new JsonObject().put("intake", intake.code());
  }

  private static OffsetDateTime time(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static Throwable unavailable(Throwable failure) {
    return new ProblemException(ProblemType.UNAVAILABLE);
  }

  /** The change and its row in the audit log, as one statement. */
  private Uni<Void> command(LogEntry entry, String change, Object... arguments) {
    return ledger
        .command(LogEntry.around(change), entry.with(arguments))
        .invoke(LogEntry::refuse)
        .replaceWithVoid();
  }
}
