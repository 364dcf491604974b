package id.kursi.reservation;

import id.kursi.platform.Json;
import id.kursi.platform.Page;
import id.kursi.reservation.Snapshot.Intake;
import id.kursi.reservation.Snapshot.State;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** An intake and its slots as one snapshot has them, as pages. */
final class IntakePages {
  private record Filter(String office, String track) {}

  private final Intake intake;
  private final State state;
  private final Json json;
  private final Page summary;
  private final Page slots;
  private final Map<Filter, Page> filtered = new ConcurrentHashMap<>();

  IntakePages(Intake intake, State state, Json json) {
    this.intake = intake;
    this.state = state;
    this.json = json;
    summary = Page.of(intake.version(), json.bytes(IntakeView.of(intake, state)));
    slots = slots(new Filter(null, null));
  }

  /** Whether these are still the intake's pages. */
  boolean show(Intake other, State now) {
    return state == now && intake.equals(other);
  }

  Page summary() {
    return summary;
  }

  /**
   * @param office or null for all
   * @param track or null for all
   */
  Page slots(String office, String track) {
    if (office == null && track == null) {
      return slots;
    }
    var filter =
        new Filter(known(office, Snapshot.Slot::officeCode), known(track, Snapshot.Slot::track));
    return filtered.computeIfAbsent(filter, this::slots);
  }

  /** What nobody has is all one filter: invented names fill no memory. */
  private String known(String wanted, Function<Snapshot.Slot, String> of) {
    return wanted == null || intake.slots().stream().anyMatch(slot -> wanted.equals(of.apply(slot)))
        ? wanted
        : "";
  }

  private Page slots(Filter filter) {
    var views =
        intake.slots().stream()
            .filter(slot -> filter.office() == null || filter.office().equals(slot.officeCode()))
            .filter(slot -> filter.track() == null || filter.track().equals(slot.track()))
            .map(SlotView::of)
            .toList();
    return Page.of(intake.version(), json.bytes(new SlotView.All(views)));
  }
}
