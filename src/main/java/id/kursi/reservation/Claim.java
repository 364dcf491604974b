package id.kursi.reservation;

import id.kursi.platform.Act;
import id.kursi.waitingroom.Pass;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * One claim for a seat, ready for the ledger.
 *
 * @param holder keyed hash of the child's NIK, 32 bytes
 * @param print keyed hash of the whole command, 32 bytes
 * @param sealed the child's data, sealed and bound to the holder
 * @param by the officer who claims for the family, or null
 * @param pass by what it was let in, where a waiting room stands before the intake; else null
 */
record Claim(
    Ask ask,
    String account,
    byte[] holder,
    byte[] print,
    byte[] sealed,
    String receipt,
    Act by,
    Pass pass) {
  private static final int HOLDER_BYTES = 16;

  UUID id() {
    return ask.id();
  }

  long slotId() {
    return ask.slotId();
  }

  /** What no two claims of a batch may share. */
  List<Object> keys() {
    return List.of(ask.id(), account, ask.holder());
  }

  /** The holder as Redis and sets know it: 128 bits of the keyed hash. */
  static String holderKey(byte[] holder) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(holder, HOLDER_BYTES));
  }
}
