package id.kursi.reservation;

import id.kursi.reservation.DoormanScripts.Known;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells the doorman the ids and children that the ledger knows, where its index is not complete. Of
 * a large ledger that takes many seconds after Redis was lost, so it is nothing that a tick or a
 * reader waits for, nor the doorman's trust: a slot refuses nobody before its own index is
 * complete.
 */
@ApplicationScoped
class DoormanIndex {
  private static final Logger LOG = Logger.getLogger(DoormanIndex.class);
  private static final UUID FIRST = new UUID(0, 0);

  private final LedgerReads ledger;
  private final Herald herald;
  private final SeatCounterConfig config;
  private final Outage outage =
      new Outage(
          LOG,
          "The doorman's index cannot be told (%s): where it is not complete the ledger decides");
  private final Set<Snapshot.Slot> incomplete = new LinkedHashSet<>();
  private boolean telling;

  DoormanIndex(LedgerReads ledger, Herald herald, SeatCounterConfig config) {
    this.ledger = ledger;
    this.herald = herald;
    this.config = config;
  }

  /** These are not complete now; others that were may be by another instance's doing. */
  void complete(Collection<Snapshot.Slot> slots) {
    if (isToBegin(slots)) {
      Uni.createFrom()
          .deferred(this::tellNext)
          .repeat()
          .whilst(more -> more)
          .subscribe()
          .with(told -> {}, this::giveUp, outage::ends);
    }
  }

  private synchronized boolean isToBegin(Collection<Snapshot.Slot> slots) {
    incomplete.clear();
    incomplete.addAll(slots);
    boolean begins = !telling && !slots.isEmpty();
    telling |= begins;
    return begins;
  }

  /** The next tick finds again what is missing. */
  private synchronized void giveUp(Throwable failure) {
    telling = false;
    outage.goesOn(failure);
  }

  /**
   * @return whether there was one
   */
  private Uni<Boolean> tellNext() {
    var slot = next();
    return slot == null ? Uni.createFrom().item(false) : tell(slot, FIRST).replaceWith(true);
  }

  private synchronized Snapshot.Slot next() {
    var slots = incomplete.iterator();
    if (!slots.hasNext()) {
      telling = false;
      return null;
    }
    var slot = slots.next();
    slots.remove();
    return slot;
  }

  private Uni<Void> tell(Snapshot.Slot slot, UUID after) {
    return ledger
        .known(slot.id(), after, config.indexLot())
        .chain(
            lot -> {
              if (lot.isEmpty()) {
                return Uni.createFrom().voidItem();
              }
              var known =
                  lot.stream()
                      .map(
                          entry ->
                              new Known(entry.id().toString(), Claim.holderKey(entry.holder())))
                      .toList();
              var told = herald.index(slot.intakeId(), slot.id(), known);
              return lot.size() < config.indexLot()
                  ? told
                  : told.chain(() -> tell(slot, lot.getLast().id()));
            });
  }
}
