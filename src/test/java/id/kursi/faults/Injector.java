package id.kursi.faults;

import id.kursi.faults.Schedule.Fault;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Does one fault: begins it, lets it last, and heals it. A fault ends when it is healed or, where
 * something was stopped, when it is started again: the start itself is part of the recovery.
 */
final class Injector {
  /** The backend that commits just now; else whichever has done so last and will again. */
  private static final String BACKENDS =
      """
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND query ~ '(claim|resolve|move)_batch' ORDER BY state = 'active' DESC, state_change DESC LIMIT 1""";

  private final Cluster cluster;

  Injector(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What can be staged here. */
  Set<Kind> kinds() {
    var kinds = EnumSet.allOf(Kind.class);
    if (!cluster.disk.canBeFilled()) {
      kinds.remove(Kind.DISK_FULL);
    }
    return kinds;
  }

  /**
   * @param ended told once the cause is gone
   */
  void inject(Fault fault, Runnable ended) throws Exception {
    switch (fault.kind().part) {
      case SERVICE -> service(fault, ended);
      case REDIS -> redis(fault, ended);
      case POSTGRES -> postgres(fault, ended);
      case CLIENTS, POSTGRES_LINK, REDIS_LINK -> link(fault, ended);
    }
  }

  private void service(Fault fault, Runnable ended) throws Exception {
    var instance = cluster.instances.get(fault.instance());
    switch (fault.kind()) {
      case KILL_INSTANCE -> {
        instance.kill();
        Thread.sleep(fault.lasts());
      }
      default -> instance.stop();
    }
    ended.run();
    instance.start(fault.kind() == Kind.WRONG_CLOCK ? fault.clock() : Duration.ZERO);
  }

  private void redis(Fault fault, Runnable ended) throws Exception {
    var neighbours = cluster.neighbours;
    switch (fault.kind()) {
      case PAUSE_REDIS -> {
        neighbours.redis.signal("STOP");
        Thread.sleep(fault.lasts());
        neighbours.redis.signal("CONT");
        ended.run();
      }
      case FLUSH_REDIS -> {
        neighbours.tellRedis("FLUSHALL");
        ended.run();
      }
      default -> {
        neighbours.redis.end("KILL");
        if (fault.kind() == Kind.LOSE_REDIS) {
          neighbours.loseRedisData();
        }
        Thread.sleep(fault.lasts());
        ended.run();
        neighbours.startRedis();
      }
    }
  }

  private void postgres(Fault fault, Runnable ended) throws Exception {
    var neighbours = cluster.neighbours;
    switch (fault.kind()) {
      case STALL_COMMIT -> stallCommit(fault.lasts());
      case DISK_FULL -> {
        cluster.disk.fill();
        Thread.sleep(fault.lasts());
        cluster.disk.empty();
      }
      default -> {
        neighbours.postgres.end(fault.kind() == Kind.STOP_POSTGRES ? "INT" : "QUIT");
        Thread.sleep(fault.lasts());
      }
    }
    ended.run();
    // It went by itself, perhaps, for want of disk.
    neighbours.startPostgres();
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

  private long backend() throws SQLException, InterruptedException {
    for (int tries = 0; tries < 100; tries++) {
      try (var connection = cluster.neighbours.connect();
          var statement = connection.createStatement();
          var rows = statement.executeQuery(BACKENDS)) {
        if (rows.next()) {
          return rows.getLong(1);
        }
      }
      Thread.sleep(20);
    }
    throw new SQLException("No instance has a connection of the ledger");
  }

  private void link(Fault fault, Runnable ended) throws InterruptedException {
    var instance = cluster.instances.get(fault.instance());
    var proxy =
        switch (fault.kind().part) {
          case CLIENTS -> instance.clients;
          case POSTGRES_LINK -> instance.postgres;
          default -> instance.redis;
        };
    switch (fault.kind()) {
      case RESET_CLIENTS -> proxy.reset();
      case LOSE_ANSWERS, LOSE_COMMITS -> proxy.loseAnswers();
      case SILENT_COMMITS -> proxy.silence();
      // Redis' answers come later than the doorman is waited for; Postgres' do not stop the
      // batches.
      case LATE_COMMITS -> proxy.delay(Duration.ofMillis(1_200));
      case LATE_REDIS -> proxy.delay(Duration.ofMillis(250));
      default -> proxy.cut();
    }
    Thread.sleep(fault.lasts());
    proxy.restore();
    ended.run();
  }
}
