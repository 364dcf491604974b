package id.kursi.reservation;

import io.vertx.mutiny.sqlclient.Row;

/**
 * What the ledger decided for one entry of a batch.
 *
 * @param reservation the one it speaks of, where the account may see it; else null
 * @param slot the slot's counts after the batch; null for an unknown slot
 */
record LedgerOutcome(Verdict verdict, Reservation reservation, SlotCounts slot) {
  enum Verdict {
    HELD,
    WAITING,
    REPEAT,
    ID_IN_USE,
    UNKNOWN_SLOT,
    NOT_OPEN,
    CLOSED,
    PAUSED,
    NOT_ADMITTED,
    NOT_ON_ROSTER,
    DUPLICATE,
    ACCOUNT_LIMIT,
    FULL,
    DONE,
    NOT_FOUND,
    HOLD_EXPIRED,
    WRONG_STATE,
    SAME_SLOT;

    /** Whether a claim can hear it; the others are of steps and moves. */
    boolean isOfClaims() {
      return switch (this) {
        case HELD,
            WAITING,
            REPEAT,
            ID_IN_USE,
            UNKNOWN_SLOT,
            NOT_OPEN,
            CLOSED,
            PAUSED,
            NOT_ADMITTED,
            NOT_ON_ROSTER,
            DUPLICATE,
            ACCOUNT_LIMIT,
            FULL ->
            true;
        case DONE, NOT_FOUND, HOLD_EXPIRED, WRONG_STATE, SAME_SLOT -> false;
      };
    }
  }

  static LedgerOutcome of(Row row) {
    return new LedgerOutcome(
        Verdict.valueOf(row.getString("outcome")), Reservation.of(row), SlotCounts.of(row));
  }

  /** Whether whoever claimed is told of a seat or a place of theirs. */
  boolean isGiven() {
    return switch (verdict) {
      case HELD, WAITING, REPEAT -> true;
      default -> false;
    };
  }

  /** Whether this entry wrote a reservation that was not there before. */
  boolean isNew() {
    return switch (verdict) {
      case HELD, WAITING -> true;
      case DONE -> reservation.movedFrom() != null;
      default -> false;
    };
  }
}
