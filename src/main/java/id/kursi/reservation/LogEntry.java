package id.kursi.reservation;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * What the audit log is told of a change, by the statement that makes the change.
 *
 * @param actor the account that answers for it
 * @param action what was done, in capitals
 * @param about codes, numbers and counts; never a child
 * @param reason why, or null where nobody is asked
 */
record LogEntry(String actor, String action, JsonObject about, String reason) {
  static LogEntry of(String actor, String action, JsonObject about) {
    return new LogEntry(actor, action, about, null);
  }

  /** The entry as $1 to $4, then the change's own arguments. */
  Tuple with(Object... arguments) {
    var all = new ArrayList<Object>(Arrays.asList(actor, action, about, reason));
    all.addAll(Arrays.asList(arguments));
    return Tuple.tuple(all);
  }
}
