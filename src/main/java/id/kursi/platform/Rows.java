package id.kursi.platform;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.data.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Columns of a row as Java's own types; null stays null. */
public final class Rows {
  public static Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  /** Of days and less, to the second. */
  public static Duration duration(Row row, String column) {
    var interval = (Interval) row.getValue(column);
    return interval == null
        ? null
        : Duration.ofDays(interval.getDays())
            .plusHours(interval.getHours())
            .plusMinutes(interval.getMinutes())
            .plusSeconds(interval.getSeconds());
  }

  /** To the second, as an argument. */
  public static Interval interval(Duration duration) {
    return Interval.of(0, 0, 0, 0, 0, Math.toIntExact(duration.toSeconds()));
  }

  public static byte[] bytes(Row row, String column) {
    var buffer = row.getBuffer(column);
    return buffer == null ? null : buffer.getBytes();
  }

  private Rows() {}
}
