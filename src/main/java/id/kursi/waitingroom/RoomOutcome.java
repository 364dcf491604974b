package id.kursi.waitingroom;

import id.kursi.platform.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;

/**
 * What the database decided for one family of a batch.
 *
 * @param entry null where there is none to be shown
 * @param expiresAt the end of the pass; null unless ADMITTED or AGAIN
 */
record RoomOutcome(Verdict verdict, Entry entry, Instant expiresAt) {
  enum Verdict {
    ENTERED,
    /** The account is in already, by this entry. */
    PRESENT,
    ID_IN_USE,
    /** The account has entered and left too often. */
    ACCOUNT_LIMIT,
    NO_ROOM,
    CLOSED,
    ADMITTED,
    /** Admitted before, and still. */
    AGAIN,
    NOT_YET,
    LAPSED,
    NOT_FOUND
  }

  static RoomOutcome of(Row row) {
    return new RoomOutcome(
        Verdict.valueOf(row.getString("outcome")), Entry.of(row), Rows.instant(row, "expires_at"));
  }
}
