package id.kursi.faults;

import id.kursi.faults.Schedule.Fault;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** What is done to Postgres. */
final class PostgresFaults {
  /** The backend that commits just now; else whichever has done so last and will again. */
  private static final String BACKENDS =
      """
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND query ~ '(claim|resolve|move)_batch' ORDER BY state = 'active' DESC, state_change DESC LIMIT 1""";

  private final Cluster cluster;

  PostgresFaults(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * @param ended told once the cause is gone
   */
  void inject(Fault fault, Runnable ended) throws Exception {
    var server = cluster.neighbours.postgres.serving();
    switch (fault.kind()) {
      case FAIL_OVER -> failOver(fault.lasts(), ended);
      case STALL_COMMIT -> stallCommit(fault.lasts());
      case DISK_FULL -> {
        server.disk.fill();
        Thread.sleep(fault.lasts());
        server.disk.empty();
      }
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

  /** Its machine burns down, with its disk, and a synchronous standby takes its place. */
  private void failOver(Duration lasts, Runnable ended)
      throws IOException, SQLException, InterruptedException {
    var postgres = cluster.neighbours.postgres;
    var standby = new Standby(postgres.serving(), postgres.other());
    standby.follow();
    Thread.sleep(lasts);
    postgres.serving().machine.killAll();
    ended.run();
    standby.promote();
    postgres.swap();
    cluster.instances.forEach(instance -> instance.postgres.leadTo(postgres.serving().port));
    Disk.deleteAll(postgres.other().home);
  }
}
