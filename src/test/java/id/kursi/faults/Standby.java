package id.kursi.faults;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Set;

/**
 * A second Postgres that follows the first and takes its place. Made while the first serves: its
 * files are copied as they change, and its log since then makes the copy whole, as {@code
 * pg_basebackup} does, which the embedded binaries lack.
 */
final class Standby {
  /** Its name, and its replication slot's, which keeps the log that it has not read yet. */
  private static final String NAME = "standby";

  /** Of no meaning to another server: its log is streamed, and the rest is of the moment. */
  private static final Set<String> LEFT_EMPTY =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts");

  private final PostgresServer primary;
  private final PostgresServer server;

  /**
   * @param server with an empty home
   */
  Standby(PostgresServer primary, PostgresServer server) {
    this.primary = primary;
    this.server = server;
  }

  /** Returns when no commit is acknowledged any more that the standby has not written too. */
  void follow() throws IOException, SQLException, InterruptedException {
    primary.tell("SELECT pg_create_physical_replication_slot('" + NAME + "', true)");
    copy();
    server.start();
    Await.until("the standby streams", () -> isFollowing("state = 'streaming'"));
    primary.tell(
        "ALTER SYSTEM SET synchronous_standby_names = '" + NAME + "'", "SELECT pg_reload_conf()");
    Await.until("the standby is synchronous", () -> isFollowing("sync_state = 'sync'"));
    // Backends hear from the checkpointer whether to wait, and now it has read the setting.
    primary.tell("CHECKPOINT");
    var written = primary.ask("SELECT pg_current_wal_insert_lsn()");
    Await.until("the standby is up to date", () -> isFollowing("flush_lsn >= '" + written + "'"));
  }

  private boolean isFollowing(String how) throws SQLException {
    return primary
        .ask(
            "SELECT count(*) FROM pg_stat_replication WHERE application_name = '%s' AND %s"
                .formatted(NAME, how))
        .equals("1");
  }

  private void copy() throws IOException, SQLException {
    try (var connection = primary.connect();
        var statement = connection.createStatement()) {
      // A backup belongs to the session that began it.
      statement.execute("SELECT pg_backup_start('" + NAME + "', fast => true)");
      Files.walkFileTree(primary.home, new Copying());
      try (var label =
          statement.executeQuery(
              "SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)")) {
        label.next();
        Files.writeString(server.home.resolve("backup_label"), label.getString(1));
      }
    }
    Files.createFile(server.home.resolve("standby.signal"));
    Files.writeString(
        server.home.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'%nprimary_slot_name = '%s'%n"
            .formatted(primary.port, NAME, NAME),
        StandardOpenOption.APPEND);
  }

  /** What vanishes while it is copied is no loss: the log says that it went. */
  private final class Copying extends SimpleFileVisitor<Path> {
    private Path to(Path from) {
      return server.home.resolve(primary.home.relativize(from));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (!folder.equals(primary.home)) {
        Files.createDirectory(to(folder));
      }
      return LEFT_EMPTY.contains(folder.getFileName().toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!LEFT_OUT.contains(file.getFileName().toString())) {
        try {
          Files.copy(file, to(file), StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException gone) {
          Files.deleteIfExists(to(file));
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  /** The first is gone for good, and this one serves, with nobody to wait for. */
  void promote() throws IOException, SQLException {
    if (!server.ask("SELECT pg_promote()").equals("t")) {
      throw new IOException("The standby is not promoted");
    }
  }
}
