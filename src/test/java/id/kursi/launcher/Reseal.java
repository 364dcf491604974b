package id.kursi.launcher;

import id.kursi.platform.SealingConfig;
import id.kursi.platform.Seals;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Seals every child again that is sealed under another key than the first of {@code
 * kursi.sealing.keys}, while the service serves. May be stopped and begun again at any time: what
 * is done is known by the key's id in the row itself.
 */
public final class Reseal {
  /** Rows of a transaction: some milliseconds, so that nobody's claim waits for long. */
  private static final int LOT = 200;

  /** A pause between two lots leaves the disk to the claims. */
  private static final long PAUSE_MS = 10;

  /**
   * Whoever changes a row holds it: it is left out and found by the next pass. So this never waits
   * for a claim while it holds rows of its own, and cannot be one half of a deadlock.
   */
  private static final String NEXT =
      """
      SELECT id, holder, sealed FROM reservation
      WHERE id > ? AND substring(sealed FROM 1 FOR ?) <> ? ORDER BY id LIMIT ?
      FOR NO KEY UPDATE SKIP LOCKED""";

  private static final String PUT = "UPDATE reservation SET sealed = ? WHERE id = ?";
  private static final String LEFT =
      "SELECT count(*) FROM reservation WHERE substring(sealed FROM 1 FOR ?) <> ?";
  private static final String TOLD =
      "SELECT audit(?, 'RESEALED', jsonb_build_object('rows', ?, 'lost', ?), 'change of the sealing key')";
  private static final UUID FIRST = new UUID(0, 0);

  /**
   * @param done rows that were sealed again
   * @param lost rows that open with none of the keys, and stay as they are
   * @param left rows that are still under an older key, those that are lost among them
   */
  public record Result(long done, long lost, long left) {}

  private record Keys(String keys, String holderKey) implements SealingConfig {}

  private record Row(UUID id, byte[] holder, byte[] sealed) {}

  private final Connection connection;
  private final Seals seals;
  private final byte[] mark;
  private long done;
  private long lost;

  private Reseal(Connection connection, Seals seals) {
    this.connection = connection;
    this.seals = seals;
    mark = seals.mark();
  }

  public static void main(String[] args) throws Exception {
    var result = run(setting -> System.getenv(Launcher.variable(setting)));
    System.out.printf(
        "%,d sealed again, %,d that open with none of the keys, %,d still under an older key%n",
        result.done(), result.lost(), result.left());
    System.exit(result.left() == 0 ? 0 : 1);
  }

  public static Result run(Map<String, String> settings) throws SQLException {
    return run(settings::get);
  }

  private static Result run(Function<String, String> setting) throws SQLException {
    var seals =
        new Seals(
            new Keys(
                Neighbours.required(setting, "kursi.sealing.keys"),
                Neighbours.required(setting, "kursi.sealing.holder-key")));
    try (var connection = Neighbours.of(setting).connect()) {
      connection.setAutoCommit(false);
      return new Reseal(connection, seals).run();
    }
  }

  /** Passes until one finds nothing more to do: a move copies what was sealed before. */
  private Result run() throws SQLException {
    long before;
    do {
      before = done;
      lost = 0;
      pass();
    } while (done > before);
    try (var told = connection.prepareStatement(TOLD)) {
      told.setString(1, "(bin/reseal)");
      told.setLong(2, done);
      told.setLong(3, lost);
      told.executeQuery().close();
    }
    var result = new Result(done, lost, left());
    connection.commit();
    return result;
  }

  private void pass() throws SQLException {
    var after = FIRST;
    for (var rows = next(after); !rows.isEmpty(); rows = next(after)) {
      put(rows);
      connection.commit();
      after = rows.getLast().id();
      pause();
    }
    connection.commit();
  }

  private List<Row> next(UUID after) throws SQLException {
    var rows = new ArrayList<Row>();
    try (var next = connection.prepareStatement(NEXT)) {
      next.setObject(1, after);
      next.setInt(2, mark.length);
      next.setBytes(3, mark);
      next.setInt(4, LOT);
      try (var found = next.executeQuery()) {
        while (found.next()) {
          rows.add(new Row(found.getObject(1, UUID.class), found.getBytes(2), found.getBytes(3)));
        }
      }
    }
    return rows;
  }

  private void put(List<Row> rows) throws SQLException {
    try (var put = connection.prepareStatement(PUT)) {
      for (var row : rows) {
        var again = again(row);
        if (again != null) {
          put.setBytes(1, again);
          put.setObject(2, row.id());
          put.addBatch();
        }
      }
      done += put.executeBatch().length;
    }
  }

  /** Null where no key opens it. */
  private byte[] again(Row row) {
    try {
      return seals.seal(seals.open(row.sealed(), row.holder()), row.holder());
    } catch (IllegalStateException unopened) {
      lost++;
      return null;
    }
  }

  private long left() throws SQLException {
    try (var left = connection.prepareStatement(LEFT)) {
      left.setInt(1, mark.length);
      left.setBytes(2, mark);
      try (var count = left.executeQuery()) {
        count.next();
        return count.getLong(1);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped; what is done stays done", stopped);
    }
  }
}
