package id.kursi.faults;

import id.kursi.faults.Schedule.Fault;
import id.kursi.launcher.CuttableProxy;
import java.io.IOException;
import java.time.Duration;

/** What is done to Redis. */
final class RedisFaults {
  private final Cluster cluster;
  private final Evidence evidence;

  RedisFaults(Cluster cluster, Evidence evidence) {
    this.cluster = cluster;
    this.evidence = evidence;
  }

  /**
   * @param ended told once the cause is gone
   */
  void inject(Fault fault, Runnable ended) throws Exception {
    var server = cluster.neighbours.redis.serving();
    switch (fault.kind()) {
      case PROMOTE_REDIS -> promote(fault.lasts(), ended);
      case PAUSE_REDIS -> {
        server.machine.signal("STOP");
        Thread.sleep(fault.lasts());
        server.machine.signal("CONT");
        ended.run();
      }
      case FLUSH_REDIS -> {
        server.tell("FLUSHALL");
        ended.run();
      }
      default -> {
        server.machine.end("KILL");
        if (fault.kind() == Kind.LOSE_REDIS) {
          server.loseData();
        }
        Thread.sleep(fault.lasts());
        ended.run();
        server.start();
      }
    }
  }

  /** Its machine burns down, and a replica takes its place that had heard nothing for a while. */
  private void promote(Duration lasts, Runnable ended) throws IOException, InterruptedException {
    var redis = cluster.neighbours.redis;
    var master = redis.serving();
    var replica = redis.other();
    replica.start();
    try (var link = new CuttableProxy("127.0.0.1", master.port)) {
      replica.tell("REPLICAOF 127.0.0.1 " + link.port());
      Await.until(
          "Redis' replica follows", () -> replica.replication("master_link_status").equals("up"));
      link.cut();
      Thread.sleep(lasts);
      evidence.add("bytes of writes lost with Redis", offset(master) - offset(replica));
    }
    master.machine.end("KILL");
    ended.run();
    replica.tell("REPLICAOF NO ONE");
    redis.swap();
    cluster.instances.forEach(instance -> instance.redis.leadTo(replica.port));
    master.loseData();
  }

  /** How far its stream of writes has come, in bytes. */
  private static long offset(RedisServer server) {
    return Long.parseLong(server.replication("master_repl_offset"));
  }
}
