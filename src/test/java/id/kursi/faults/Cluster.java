package id.kursi.faults;

import id.kursi.launcher.DevKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** All that runs: Postgres, Redis, two instances, the proxies between them, on loopback only. */
final class Cluster implements AutoCloseable {
  final Neighbours neighbours;
  final List<Instance> instances;
  private final Pids pids;
  private final PrivateKey key;

  /**
   * @param data emptied first, but for the keys
   * @param diskMb what fits on a disk of Postgres
   */
  Cluster(Path data, int diskMb) throws Exception {
    Files.createDirectories(data);
    pids = Pids.in(data);
    var keys = DevKeys.in(data.resolve("keys"));
    key = keys.privateKey("RSA");
    neighbours = new Neighbours(data, diskMb, pids);
    instances =
        List.of(
            new Instance("a", neighbours, keys.settings(), data, pids),
            new Instance("b", neighbours, keys.settings(), data, pids));
  }

  /** One after another: the first brings the schema, and whoever is killed at it is made anew. */
  void start() throws Exception {
    for (var instance : instances) {
      instance.start(Duration.ZERO);
    }
  }

  String token(String account, String role) {
    return DevKeys.claims(account, role).jws().keyId("RSA").sign(key);
  }

  /** Whatever a schedule did or half did is made good; clocks that are wrong stay so. */
  void heal() throws Exception {
    var redis = neighbours.redis.serving();
    redis.machine.signal("CONT");
    neighbours.postgres.serving().disk.empty();
    neighbours.postgres.serving().start();
    if (!redis.machine.isAlive()) {
      redis.start();
    }
    for (var instance : instances) {
      instance.heal();
      if (!instance.isAlive()) {
        instance.start(Duration.ZERO);
      }
    }
  }

  @Override
  public void close() throws IOException {
    var ends = instances.stream().map(one -> CompletableFuture.runAsync(() -> close(one))).toList();
    ends.forEach(CompletableFuture::join);
    try {
      neighbours.close();
      pids.clear();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Instance instance) {
    try {
      instance.close();
    } catch (IOException failure) {
      throw new CompletionException(failure);
    }
  }
}
