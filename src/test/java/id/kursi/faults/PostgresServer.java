package id.kursi.faults;

import id.kursi.launcher.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One Postgres: a data directory on a disk of its own, a port, and a process. */
final class PostgresServer {
  /** What connections of the harness call themselves. */
  static final String NAME = "faults";

  static final String DATABASE = "kursi";

  /** So that the disk is not filled by old log, which would be a fault of its own. */
  private static final String MAX_WAL = "max_wal_size=256MB";

  final Path home;
  final Disk disk;
  final int port;
  final Machine machine;

  /**
   * @param like the command of another, whose settings it takes over
   */
  PostgresServer(List<String> like, Path home, Disk disk, Path log, Pids pids) throws IOException {
    this.home = home;
    this.disk = disk;
    port = Machine.freePort();
    machine = new Machine(command(like), log, pids);
  }

  private List<String> command(List<String> like) {
    var command = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      // Postgres refuses to run as root; in a user namespace of its own it is nobody.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(like);
    command.set(command.indexOf("-D") + 1, home.toAbsolutePath().toString());
    command.set(command.indexOf("-p") + 1, Integer.toString(port));
    command.replaceAll(one -> one.startsWith("max_wal_size=") ? MAX_WAL : one);
    return command;
  }

  /** Returns when it can be spoken to; whatever ends meanwhile is started again. */
  void start() throws IOException, InterruptedException {
    Await.until(
        "Postgres comes back",
        () -> {
          if (!machine.isAlive()) {
            machine.start();
          }
          connect().close();
          return true;
        });
  }

  /** Past every proxy, and not bound by the time-out that statements of the service may have. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:"
            + port
            + "/"
            + DATABASE
            + "?connectTimeout=5&ApplicationName="
            + NAME
            + "&options=-c%20statement_timeout=0",
        Servers.USER,
        "");
  }

  /** Statements that no transaction may hold, or whose answer nobody reads. */
  void tell(String... statements) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The one value that a query answers, as text. */
  String ask(String query) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
