package id.kursi.reservation;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A slot as everybody may see it.
 *
 * @param free seats that anybody may claim; 0 while somebody waits
 * @param waiting how many wait in its reserve list
 */
@RegisterForReflection
public record SlotView(
    long slotId,
    String office,
    String officeName,
    String track,
    String label,
    int capacity,
    int registered,
    int free,
    int waiting) {

  @RegisterForReflection
  public record All(List<SlotView> slots) {}

  static SlotView of(Snapshot.Slot slot) {
    var counts = slot.counts();
    return new SlotView(
        slot.id(),
        slot.officeCode(),
        slot.officeName(),
        slot.track(),
        slot.label(),
        counts.capacity(),
        counts.taken(),
        counts.free(),
        counts.waiting());
  }
}
