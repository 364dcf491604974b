package id.kursi.faults;

import id.kursi.faults.Schedule.Fault;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is done to Postgres. */
final class PostgresFaults {
  /** The backend that commits just now; else whichever has done so last and will again. */
  private static final String BACKENDS =
      """
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND query ~ '(claim|resolve|move)_batch' ORDER BY state = 'active' DESC, state_change DESC LIMIT 1""";

  /** Those that carry out a batch just now, for callers from these ports. */
  private static final String AT_WORK =
      """
      SELECT pid FROM pg_stat_activity
      WHERE state = 'active' AND query ~ '(claim|resolve|move)_batch' AND client_port = ANY (?)""";

  private static final int LOOKS_FOR_WORK = 1000;

  private static final String END_OTHERS =
      """
      SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND application_name <> '%s'"""
          .formatted(PostgresServer.NAME);
  private static final String RELOAD = "SELECT pg_reload_conf()";
  private static final String TOO_MANY_CONNECTIONS = "53300";

  /** What was acknowledged before has reached its client by then, and counts as no recovery. */
  private static final Duration NOTICED_AFTER = Duration.ofSeconds(1);

  private static final int MOST_TRIES = 500;

  private final Cluster cluster;
  private final Evidence evidence;

  PostgresFaults(Cluster cluster, Evidence evidence) {
    this.cluster = cluster;
    this.evidence = evidence;
  }

  /**
   * @param ended told once the cause is gone
   */
  void inject(Fault fault, Runnable ended) throws Exception {
    var server = cluster.neighbours.postgres.serving();
    switch (fault.kind()) {
      case FAIL_OVER -> failOver(fault.lasts(), ended);
      case STALL_COMMIT -> stallCommit(fault.lasts());
      case FULL_POOL -> takePool(server, fault.lasts());
      case STATEMENT_TIMEOUT -> timeOut(server, fault.lasts());
      case DISK_FULL -> fillDisk(server, fault.lasts());
      default -> {
        server.machine.end(fault.kind() == Kind.STOP_POSTGRES ? "INT" : "QUIT");
        Thread.sleep(fault.lasts());
      }
    }
    if (fault.kind() != Kind.FAIL_OVER) {
      ended.run();
    }
    // It went by itself, perhaps, for want of disk.
    cluster.neighbours.postgres.serving().start();
  }

  /**
   * Kills it while Postgres carries out a batch of its: the backend stands still until nobody is
   * there to be answered, and commits then. Where it has none in hand, for want of Postgres itself
   * perhaps, it is killed all the same, and not counted.
   */
  void killInBatch(Instance instance) throws IOException, InterruptedException {
    boolean inBatch = false;
    try (var connection = cluster.neighbours.connect()) {
      for (int looks = 0; looks < LOOKS_FOR_WORK && !inBatch; looks++) {
        for (long backend : atWork(connection, instance)) {
          Machine.signal(backend, "STOP");
          try {
            // It may have ended between the look and the signal.
            if (atWork(connection, instance).contains(backend)) {
              instance.kill();
              inBatch = true;
              break;
            }
          } finally {
            Machine.signal(backend, "CONT");
          }
        }
      }
    } catch (SQLException away) {
      // Postgres is broken at the same time.
    }
    if (inBatch) {
      evidence.add("instances killed while Postgres had a batch of theirs in hand", 1);
    } else {
      instance.kill();
    }
  }

  private static List<Long> atWork(Connection connection, Instance instance) throws SQLException {
    var pids = new ArrayList<Long>();
    try (var statement = connection.prepareStatement(AT_WORK)) {
      var ports = instance.postgres.localPorts().toArray();
      statement.setArray(1, connection.createArrayOf("integer", ports));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          pids.add(rows.getLong(1));
        }
      }
    }
    return pids;
  }

  private void fillDisk(PostgresServer server, Duration lasts) throws Exception {
    long logged = server.machine.logged();
    server.disk.fill();
    Thread.sleep(lasts);
    server.disk.empty();
    evidence.add(
        "complaints of Postgres about a full disk",
        server.machine.logged("No space left on device", logged));
  }

  private void stallCommit(Duration lasts) throws Exception {
    long backend = backend();
    Machine.signal(backend, "STOP");
    try {
      Thread.sleep(lasts);
    } finally {
      Machine.signal(backend, "CONT");
    }
  }

  private long backend() throws IOException, InterruptedException {
    var found = new long[1];
    Await.until(
        "an instance has a connection of the ledger",
        () -> {
          try (var connection = cluster.neighbours.connect();
              var statement = connection.createStatement();
              var rows = statement.executeQuery(BACKENDS)) {
            return rows.next() && (found[0] = rows.getLong(1)) != 0;
          }
        });
    return found[0];
  }

  /** Nobody of the service has a connection, and nobody gets one. */
  private void takePool(PostgresServer server, Duration lasts) throws Exception {
    var taken = new ArrayList<Connection>();
    try {
      for (int tries = 0; !takeAll(server, taken); tries++) {
        if (tries > MOST_TRIES) {
          throw new IOException("The service keeps a connection to Postgres");
        }
      }
      long logged = server.machine.logged();
      Thread.sleep(lasts);
      evidence.add(
          "connections refused by a full Postgres",
          server.machine.logged("too many clients already", logged));
    } finally {
      for (var connection : taken) {
        connection.close();
      }
    }
  }

  /** Takes what is free, and ends what others have: true once there was nothing to end. */
  private static boolean takeAll(PostgresServer server, List<Connection> taken)
      throws SQLException {
    try {
      while (true) {
        taken.add(server.connect());
      }
    } catch (SQLException full) {
      if (!TOO_MANY_CONNECTIONS.equals(full.getSQLState())) {
        throw full;
      }
    }
    try (var statement = taken.getFirst().createStatement();
        var ended = statement.executeQuery(END_OTHERS)) {
      ended.next();
      return ended.getInt(1) == 0;
    }
  }

  /** Batches wait for the gates' rows, which somebody has locked, for longer than they may. */
  private void timeOut(PostgresServer server, Duration lasts) throws Exception {
    long logged = server.machine.logged();
    try (var locker = server.connect();
        var statement = locker.createStatement()) {
      locker.setAutoCommit(false);
      statement.execute("SELECT FROM intake_gate ORDER BY intake_id FOR UPDATE");
      server.tell("ALTER SYSTEM SET statement_timeout = '200ms'", RELOAD);
      Thread.sleep(lasts);
      server.tell("ALTER SYSTEM RESET statement_timeout", RELOAD);
    }
    evidence.add(
        "statements of the service that timed out",
        server.machine.logged("due to statement timeout", logged));
  }

  /** Its machine burns down, with its disk, and a synchronous standby takes its place. */
  private void failOver(Duration lasts, Runnable ended)
      throws IOException, SQLException, InterruptedException {
    var postgres = cluster.neighbours.postgres;
    var standby = new Standby(postgres.serving(), postgres.other());
    standby.follow();
    Thread.sleep(lasts);
    postgres.serving().machine.killAll();
    Thread.sleep(NOTICED_AFTER);
    ended.run();
    standby.promote();
    postgres.swap();
    cluster.instances.forEach(instance -> instance.postgres.leadTo(postgres.serving().port));
    Disk.deleteAll(postgres.other().home);
  }
}
