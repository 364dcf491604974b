package id.kursi.reservation;

import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * One claim for a seat, ready for the doorman and the ledger.
 *
 * @param holder keyed hash of the child's NIK, 32 bytes
 * @param print keyed hash of the whole command, 32 bytes
 * @param sealed the child's data, sealed and bound to the holder
 * @param waits whether a place in the reserve list will do
 */
record Claim(
    UUID id,
    long intakeId,
    long slotId,
    String account,
    byte[] holder,
    byte[] print,
    byte[] sealed,
    String receipt,
    boolean waits) {

  /** What no two claims of a batch may share. */
  List<Object> keys() {
    return List.of(id, account, holderKey(holder));
  }

  /** The holder as Redis and sets know it: 128 bits of the keyed hash. */
  static String holderKey(byte[] holder) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(java.util.Arrays.copyOf(holder, 16));
  }
}
