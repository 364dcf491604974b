package id.kursi.faults;

import id.kursi.launcher.CuttableProxy;
import id.kursi.launcher.PackagedService;
import id.kursi.launcher.Servers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One instance of the packaged service, with a proxy before it and one before each of the servers
 * that it speaks to.
 */
final class Instance {
  private static final long START_WITHIN_MS = 300_000;

  final CuttableProxy clients;
  final CuttableProxy postgres;
  final CuttableProxy redis;
  private final int port = Machine.freePort();
  private final int managementPort = Machine.freePort();
  private final Map<String, String> settings;
  private final Path folder;
  private final String name;
  private final Pids pids;
  private int starts;
  private volatile PackagedService service;

  Instance(String name, Neighbours neighbours, Map<String, String> keys, Path folder, Pids pids)
      throws IOException {
    this.name = name;
    this.folder = folder;
    this.pids = pids;
    clients = new CuttableProxy("127.0.0.1", port);
    postgres = new CuttableProxy("127.0.0.1", neighbours.postgres.serving().port);
    redis = new CuttableProxy("127.0.0.1", neighbours.redis.serving().port);
    settings = new HashMap<>(keys);
    settings.put("quarkus.http.port", Integer.toString(port));
    settings.put("quarkus.management.port", Integer.toString(managementPort));
    settings.put(
        "quarkus.datasource.reactive.url",
        "postgresql://127.0.0.1:" + postgres.port() + "/" + PostgresServer.DATABASE);
    settings.put("quarkus.datasource.username", Servers.USER);
    settings.put("quarkus.datasource.password", "trusted-on-loopback");
    settings.put("quarkus.redis.hosts", "redis://127.0.0.1:" + redis.port());
    // Parents here repeat until they are answered, whatever is broken.
    for (var limit : new String[] {"claims", "reads", "child"}) {
      settings.put("kursi.rate-limit." + limit + ".burst", "1000000");
    }
    settings.put("java.tool.options", "-Xmx320m -XX:+UseParallelGC");
  }

  /**
   * As whoever watches over a service does: tries again until it is up.
   *
   * @param ahead how far its clock is ahead
   */
  void start(Duration ahead) throws IOException, InterruptedException {
    settings.put("kursi.clock.offset", ahead.toString());
    for (long end = System.nanoTime() + START_WITHIN_MS * 1_000_000; ; ) {
      try {
        service = PackagedService.start(settings, folder.resolve(name + "-" + ++starts + ".log"));
        pids.add(service.pid());
        return;
      } catch (IllegalStateException notYet) {
        if (System.nanoTime() > end) {
          throw new IOException("Instance " + name + " does not start: see " + folder, notYet);
        }
      }
    }
  }

  void kill() {
    service.close();
  }

  /** SIGTERM; whoever does not go in time is killed. */
  void stop() throws InterruptedException {
    service.tellToStop();
    if (!service.hasStopped()) {
      service.close();
    }
  }

  boolean isAlive() {
    return service.isAlive();
  }

  /** For clients: through the proxy. */
  URI address() {
    return URI.create("http://127.0.0.1:" + clients.port());
  }

  void heal() {
    clients.restore();
    postgres.restore();
    redis.restore();
  }

  void close() throws IOException {
    if (service != null) {
      service.close();
    }
    clients.close();
    postgres.close();
    redis.close();
  }
}
