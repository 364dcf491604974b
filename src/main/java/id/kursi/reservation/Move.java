package id.kursi.reservation;

import java.util.List;
import java.util.UUID;

/**
 * A change of choice: the reservation {@code from} becomes {@code to} in another slot of its
 * intake, or stays.
 */
record Move(UUID from, UUID to, long slotId, String account, byte[] print, String receipt) {
  List<Object> keys() {
    return List.of(from, to, account);
  }
}
