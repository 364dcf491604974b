package id.kursi.faults;

import id.kursi.launcher.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A real Postgres and a real Redis that can be killed, stopped still, and started again. */
final class Neighbours {
  private static final String DATABASE = "kursi";
  private static final long READY_WITHIN_MS = 60_000;

  /** So that the disk is not filled by old log, which would be a fault of its own. */
  private static final String MAX_WAL = "max_wal_size=256MB";

  /** What the servers are started with; of no use once they were taken over. */
  private record Found(List<String> postgres, Path redis) {}

  final Machine postgres;
  final Machine redis;
  final int postgresPort = Machine.freePort();
  final int redisPort = Machine.freePort();
  private final Path redisData;

  /**
   * @param data a folder without an earlier run's data
   */
  Neighbours(Path data, Pids pids) throws IOException, SQLException, InterruptedException {
    var found = find(data);
    redisData = data.resolve("redis");
    postgres = new Machine(postgresCommand(found), data.resolve("postgres.log"), pids);
    redis = new Machine(redisCommand(found), data.resolve("redis.log"), pids);
    startPostgres();
    startRedis();
  }

  /** The launcher's servers are unpacked, made durable and checked; then stopped, to be ours. */
  private static Found find(Path data) throws IOException, SQLException {
    var servers = Servers.start(data);
    try {
      var postmaster = Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst();
      var command = new ArrayList<String>();
      var info = ProcessHandle.of(Long.parseLong(postmaster.strip())).orElseThrow().info();
      command.add(info.command().orElseThrow());
      command.addAll(List.of(info.arguments().orElseThrow()));
      var redis =
          ProcessHandle.current()
              .descendants()
              .flatMap(process -> process.info().command().stream())
              .filter(path -> Path.of(path).getFileName().toString().contains("redis-server"))
              .findFirst()
              .orElseThrow();
      var copy = data.resolve("redis-server");
      Files.copy(Path.of(redis), copy, StandardCopyOption.COPY_ATTRIBUTES);
      return new Found(command, copy);
    } finally {
      servers.close();
    }
  }

  private List<String> postgresCommand(Found found) {
    var command = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      // Postgres refuses to run as root; in a user namespace of its own it is nobody.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(found.postgres());
    command.set(command.indexOf("-p") + 1, Integer.toString(postgresPort));
    command.replaceAll(one -> one.startsWith("max_wal_size=") ? MAX_WAL : one);
    return command;
  }

  private List<String> redisCommand(Found found) {
    return List.of(
        found.redis().toAbsolutePath().toString(),
        "--port",
        Integer.toString(redisPort),
        "--bind",
        "127.0.0.1",
        "--dir",
        redisData.toAbsolutePath().toString(),
        "--appendonly",
        "yes",
        "--appendfsync",
        "everysec",
        "--save",
        "");
  }

  void startPostgres() throws IOException, InterruptedException {
    long end = System.nanoTime() + READY_WITHIN_MS * 1_000_000;
    while (true) {
      if (!postgres.isAlive()) {
        postgres.start();
      }
      try {
        connect().close();
        return;
      } catch (SQLException notYet) {
        if (System.nanoTime() > end) {
          throw new IOException("Postgres does not come back", notYet);
        }
        Thread.sleep(50);
      }
    }
  }

  void startRedis() throws IOException, InterruptedException {
    redis.start();
    long end = System.nanoTime() + READY_WITHIN_MS * 1_000_000;
    while (!tellRedis("PING").startsWith("+PONG")) {
      if (System.nanoTime() > end) {
        throw new IOException("Redis does not come back");
      }
      Thread.sleep(50);
    }
  }

  /** What Redis answers to a command without arguments; nothing while it is away. */
  String tellRedis(String command) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), redisPort)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      var answer = new byte[64];
      int read = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, read), StandardCharsets.US_ASCII);
    } catch (IOException away) {
      return "";
    }
  }

  void loseRedisData() throws IOException {
    deleteAll(redisData);
    Files.createDirectories(redisData);
  }

  static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        files
            .sorted(Comparator.reverseOrder())
            .filter(file -> !file.equals(folder))
            .forEach(Neighbours::delete);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Past every proxy. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + postgresPort + "/" + DATABASE + "?connectTimeout=5",
        Servers.USER,
        "");
  }

  String database() {
    return DATABASE;
  }

  void close() throws IOException, InterruptedException {
    redis.signal("CONT");
    redis.end("TERM");
    postgres.end("INT");
  }
}
