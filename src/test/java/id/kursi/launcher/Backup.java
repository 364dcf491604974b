package id.kursi.launcher;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;

/**
 * Copies a database into one file, as it was at one moment and while the service runs: {@code
 * Backup FILE}. The children in it stay sealed.
 */
public final class Backup {
  private static final String TABLES =
      """
      SELECT c.relname,
        (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
         WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''),
        ARRAY(SELECT f.confrelid::regclass::text FROM pg_constraint f
              WHERE f.contype = 'f' AND f.conrelid = c.oid AND f.confrelid <> c.oid)
      FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        AND c.relname <> 'flyway_schema_history' ORDER BY c.relname""";
  private static final String SEQUENCES =
      "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace ORDER BY relname";
  static final String SCHEMA =
      "SELECT max(version::int)::text FROM flyway_schema_history WHERE success AND version IS NOT NULL";

  /**
   * @param refersTo tables that must be filled before this one
   */
  private record Source(String name, String columns, Set<String> refersTo) {}

  public static void main(String[] args) throws Exception {
    if (args.length != 1) {
      System.err.println("Usage: bin/backup FILE");
      System.exit(2);
    }
    var file = Path.of(args[0]);
    if (Files.exists(file)) {
      System.err.println("bin/backup: " + file + " is there already.");
      System.exit(1);
    }
    var manifest = write(file, Neighbours.ofEnvironment());
    System.out.printf(
        "%s: %,d rows of %d tables, schema %s, PostgreSQL %s, %,d bytes%n",
        file,
        manifest.rows(),
        manifest.tables().size(),
        manifest.schema(),
        manifest.server(),
        Files.size(file));
  }

  /** Half a backup never has the file's name. */
  public static Manifest write(Path file, Map<String, String> settings)
      throws IOException, SQLException {
    return write(file, Neighbours.of(settings));
  }

  private static Manifest write(Path file, Neighbours neighbours) throws IOException, SQLException {
    var part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Manifest manifest;
    try (var out = new ZipOutputStream(Files.newOutputStream(part));
        var connection = neighbours.connect()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      // Every table as it was at the same moment.
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      manifest = copy(connection, out);
      connection.rollback();
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    return manifest;
  }

  private static Manifest copy(Connection connection, ZipOutputStream out)
      throws IOException, SQLException {
    var schema = text(connection, SCHEMA);
    var tables = new ArrayList<Manifest.Table>();
    for (var source : ordered(sources(connection))) {
      tables.add(copy(connection, source, out));
    }
    var manifest =
        new Manifest(
            text(connection, "SHOW server_version"), schema, tables, sequences(connection));
    out.putNextEntry(new ZipEntry(Manifest.ENTRY));
    out.write(manifest.json());
    out.closeEntry();
    return manifest;
  }

  private static Manifest.Table copy(Connection connection, Source source, ZipOutputStream out)
      throws IOException, SQLException {
    var table = new Manifest.Table(source.name(), source.columns(), 0, null);
    out.putNextEntry(new ZipEntry(table.entry()));
    var digest = Manifest.sha256();
    long rows =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(
                "COPY " + source.name() + " (" + source.columns() + ") TO STDOUT",
                new DigestOutputStream(new Entry(out), digest));
    out.closeEntry();
    return new Manifest.Table(source.name(), source.columns(), rows, Manifest.hex(digest));
  }

  /** An entry of the file, whose end is not the file's. */
  private static final class Entry extends FilterOutputStream {
    Entry(OutputStream file) {
      super(file);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() {
      // The next entry follows.
    }
  }

  private static List<Source> sources(Connection connection) throws SQLException {
    var sources = new ArrayList<Source>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        var refersTo = Set.of((String[]) rows.getArray(3).getArray());
        sources.add(new Source(rows.getString(1), rows.getString(2), refersTo));
      }
    }
    return sources;
  }

  /** Each after those it refers to. */
  private static List<Source> ordered(List<Source> sources) {
    var ordered = new LinkedHashMap<String, Source>();
    var left = new HashSet<>(sources);
    while (!left.isEmpty()) {
      var next = left.stream().filter(s -> ordered.keySet().containsAll(s.refersTo())).toList();
      if (next.isEmpty()) {
        throw new IllegalStateException("These tables refer to each other in a circle: " + left);
      }
      next.forEach(source -> ordered.put(source.name(), source));
      next.forEach(left::remove);
    }
    return List.copyOf(ordered.values());
  }

  /** Read after the tables, so that none lies behind their rows. */
  private static List<Manifest.Sequence> sequences(Connection connection) throws SQLException {
    var sequences = new ArrayList<Manifest.Sequence>();
    try (var statement = connection.createStatement();
        var names = statement.executeQuery(SEQUENCES)) {
      while (names.next()) {
        var name = names.getString(1);
        try (var one = connection.createStatement();
            var row = one.executeQuery("SELECT last_value, is_called FROM " + name)) {
          row.next();
          sequences.add(new Manifest.Sequence(name, row.getLong(1), row.getBoolean(2)));
        }
      }
    }
    return sequences;
  }

  static String text(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private Backup() {}
}
