package id.kursi.launcher;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.zip.ZipFile;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;

/**
 * Fills an empty database from a backup: {@code Restore FILE}. What the doorman in Redis believed
 * is dropped, for it may be of another time: its versions would be ahead of the ledger's, and full
 * slots stay full.
 */
public final class Restore {
  private static final String MIGRATIONS = "filesystem:src/main/resources/db/migration";
  private static final String SERVICES =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'kursi-ledger'";
  private static final String SCAN_LOT = "1000";

  public static void main(String[] args) throws Exception {
    if (args.length != 1) {
      System.err.println("Usage: bin/restore FILE");
      System.exit(2);
    }
    try {
      var manifest = read(Path.of(args[0]), Neighbours.ofEnvironment());
      System.out.printf(
          "%,d rows of %d tables as of %s; the doorman starts anew%n",
          manifest.rows(), manifest.tables().size(), manifest.takenAt());
    } catch (Refused refused) {
      System.err.println("bin/restore: " + refused.getMessage());
      System.exit(1);
    }
  }

  /** Why nothing was restored. */
  public static final class Refused extends RuntimeException {
    Refused(String why) {
      super(why);
    }
  }

  public static Manifest read(Path file, Map<String, String> settings) throws Exception {
    return read(file, Neighbours.of(settings));
  }

  private static Manifest read(Path file, Neighbours neighbours) throws Exception {
    try (var zip = new ZipFile(file.toFile());
        var connection = neighbours.connect(neighbours.owner())) {
      var manifest = whole(zip);
      if (!"0".equals(Backup.text(connection, SERVICES))) {
        throw new Refused("a service uses this database: stop it first.");
      }
      migrate(neighbours, manifest);
      requireEmpty(connection, manifest);
      forget(neighbours);
      fill(connection, zip, manifest);
      return manifest;
    }
  }

  /** Every byte is looked at before anything is changed. */
  private static Manifest whole(ZipFile zip) throws IOException {
    var entry = zip.getEntry(Manifest.ENTRY);
    if (entry == null) {
      throw new Refused(zip.getName() + " is no backup of Kursi.");
    }
    var manifest = Manifest.read(zip.getInputStream(entry).readAllBytes());
    if (manifest.format() != Manifest.FORMAT) {
      throw new Refused("the backup has format " + manifest.format() + ": use its own release.");
    }
    for (var table : manifest.tables()) {
      var digest = Manifest.sha256();
      try (var in = new DigestInputStream(text(zip, table), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException damaged) {
        throw new Refused(table.entry() + " of the backup is damaged: " + damaged.getMessage());
      }
      if (!Manifest.hex(digest).equals(table.sha256())) {
        throw new Refused(table.entry() + " of the backup is not what its manifest says.");
      }
    }
    return manifest;
  }

  private static InputStream text(ZipFile zip, Manifest.Table table) throws IOException {
    var entry = zip.getEntry(table.entry());
    if (entry == null) {
      throw new Refused(table.entry() + " is missing in the backup.");
    }
    return zip.getInputStream(entry);
  }

  private static void migrate(Neighbours neighbours, Manifest manifest) {
    var flyway =
        Flyway.configure()
            .dataSource(
                neighbours.jdbcUrl(), neighbours.owner().user(), neighbours.owner().password())
            .locations(MIGRATIONS)
            .load();
    flyway.migrate();
    var schema = flyway.info().current().getVersion().getVersion();
    if (!schema.equals(manifest.schema())) {
      throw new Refused(
          "the backup's schema is %s and this release's %s: restore it with its own release, then start the newer one."
              .formatted(manifest.schema(), schema));
    }
  }

  private static void requireEmpty(Connection connection, Manifest manifest) throws SQLException {
    for (var table : manifest.tables()) {
      if (!"0".equals(Backup.text(connection, "SELECT count(*) FROM " + table.name()))) {
        throw new Refused("this database holds rows in " + table.name() + ": give an empty one.");
      }
    }
  }

  /** The triggers guard steps and additions, and these were guarded when they were made. */
  private static void fill(Connection connection, ZipFile zip, Manifest manifest)
      throws SQLException, IOException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      for (var table : manifest.tables()) {
        statement.execute("ALTER TABLE " + table.name() + " DISABLE TRIGGER USER");
        long rows =
            connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                    "COPY " + table.name() + " (" + table.columns() + ") FROM STDIN",
                    text(zip, table));
        if (rows != table.rows()) {
          throw new Refused(table.name() + " has " + rows + " rows instead of " + table.rows());
        }
        // What was put off to the end is looked at now: no table with open questions is altered.
        statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
        statement.execute("ALTER TABLE " + table.name() + " ENABLE TRIGGER USER");
      }
      for (var sequence : manifest.sequences()) {
        statement.execute(
            "SELECT setval('%s', %d, %b)"
                .formatted(sequence.name(), sequence.last(), sequence.called()));
      }
      connection.commit();
      statement.execute("ANALYZE");
      connection.commit();
    }
  }

  /** Before the rows are in: where Redis is away, nothing is restored either. */
  private static void forget(Neighbours neighbours) throws Exception {
    var vertx = Vertx.vertx();
    try {
      var connection =
          Redis.createClient(vertx, neighbours.redis())
              .connect()
              .toCompletionStage()
              .toCompletableFuture()
              .get();
      var pattern = neighbours.prefix().replaceAll("([*?\\[\\]\\\\])", "\\\\$1") + ":{*}:*";
      var cursor = "0";
      do {
        var answer =
            send(
                connection,
                Request.cmd(Command.SCAN)
                    .arg(cursor)
                    .arg("MATCH")
                    .arg(pattern)
                    .arg("COUNT")
                    .arg(SCAN_LOT));
        cursor = answer.get(0).toString();
        if (answer.get(1).size() > 0) {
          var drop = Request.cmd(Command.UNLINK);
          answer.get(1).forEach(key -> drop.arg(key.toBuffer()));
          send(connection, drop);
        }
      } while (!cursor.equals("0"));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  private static Response send(RedisConnection connection, Request request) throws Exception {
    return connection.send(request).toCompletionStage().toCompletableFuture().get();
  }

  private Restore() {}
}
