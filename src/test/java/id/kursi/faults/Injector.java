package id.kursi.faults;

import id.kursi.faults.Schedule.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Does one fault: begins it, lets it last, and heals it. A fault ends when it is healed or, where
 * something was stopped, when it is started again: the start itself is part of the recovery.
 */
final class Injector {
  private final Cluster cluster;
  private final Evidence evidence;

  Injector(Cluster cluster, Evidence evidence) {
    this.cluster = cluster;
    this.evidence = evidence;
  }

  /** What can be staged here. */
  Set<Kind> kinds() {
    var kinds = EnumSet.allOf(Kind.class);
    if (!cluster.neighbours.postgres.serving().disk.canBeFilled()) {
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
      case REDIS -> new RedisFaults(cluster, evidence).inject(fault, ended);
      case POSTGRES -> new PostgresFaults(cluster, evidence).inject(fault, ended);
      case CLIENTS, POSTGRES_LINK, REDIS_LINK -> link(fault, ended);
    }
  }

  private void service(Fault fault, Runnable ended) throws Exception {
    var instance = cluster.instances.get(fault.instance());
    switch (fault.kind()) {
      case KILL_INSTANCE -> {
        new PostgresFaults(cluster, evidence).killInBatch(instance);
        Thread.sleep(fault.lasts());
      }
      default -> instance.stop();
    }
    ended.run();
    instance.start(fault.kind() == Kind.WRONG_CLOCK ? fault.clock() : Duration.ZERO);
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
