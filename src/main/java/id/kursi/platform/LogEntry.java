package id.kursi.platform;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * What the audit log is told of a change, by the statement that makes the change.
 *
 * @param actor the account that answers for it
 * @param action what was done, in capitals
 * @param about codes, numbers and counts; never a child
 * @param reason why, or null where nothing was said
 */
public record LogEntry(String actor, String action, JsonObject about, String reason) {
  public static LogEntry of(Act by, String action, JsonObject about) {
    return new LogEntry(by.actor(), action, about, by.reason());
  }

  /** With this reason where none was given. */
  public LogEntry orBecause(String other) {
    return reason == null ? new LogEntry(actor, action, about, other) : this;
  }

  /** The entry as $1 to $4, then the change's own arguments. */
  public Tuple with(Object... arguments) {
    var all = new ArrayList<Object>(Arrays.asList(actor, action, about, reason));
    all.addAll(Arrays.asList(arguments));
    return Tuple.tuple(all);
  }

  /**
   * The statement that makes a change and writes this entry, or does neither.
   *
   * @param change a call that answers why it refuses, or nothing; its arguments begin at $5
   */
  public static String around(String change) {
    return "SELECT audited($1, $2, $3, $4, " + change + ") AS refusal";
  }

  /**
   * Refuses what the change refused.
   *
   * @param rows what {@link #around} answered: a problem's name, or nothing
   */
  public static void refuse(RowSet<Row> rows) {
    var refusal = rows.iterator().next().getString("refusal");
    if (refusal != null && !refusal.isEmpty()) {
      throw new ProblemException(ProblemType.valueOf(refusal));
    }
  }
}
