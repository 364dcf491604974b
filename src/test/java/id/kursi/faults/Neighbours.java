package id.kursi.faults;

import id.kursi.launcher.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Postgres and a real Redis that can be killed, stopped still, started again, and followed
 * by a second one that takes their place.
 */
final class Neighbours {
  /** What the servers are started with; of no use once they were taken over. */
  private record Found(List<String> postgres, Path redis) {}

  final Pair<PostgresServer> postgres;
  final Pair<RedisServer> redis;

  /**
   * @param data a folder, which is emptied of an earlier run's data
   * @param diskMb what fits on a disk of Postgres
   */
  Neighbours(Path data, int diskMb, Pids pids)
      throws IOException, SQLException, InterruptedException {
    var homes = List.of(data.resolve("postgres"), data.resolve("postgres-b"));
    var disks = List.of(Disk.at(homes.get(0), diskMb), Disk.at(homes.get(1), diskMb));
    Disk.deleteAll(Files.createDirectories(data.resolve("redis")));
    var found = find(data);
    postgres =
        new Pair<>(
            new PostgresServer(
                found.postgres(), homes.get(0), disks.get(0), data.resolve("postgres.log"), pids),
            new PostgresServer(
                found.postgres(),
                homes.get(1),
                disks.get(1),
                data.resolve("postgres-b.log"),
                pids));
    redis =
        new Pair<>(
            new RedisServer(found.redis(), data.resolve("redis"), data.resolve("redis.log"), pids),
            new RedisServer(
                found.redis(), data.resolve("redis-b"), data.resolve("redis-b.log"), pids));
    postgres.serving().start();
    redis.serving().start();
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
      Files.copy(
          Path.of(redis),
          copy,
          StandardCopyOption.COPY_ATTRIBUTES,
          StandardCopyOption.REPLACE_EXISTING);
      return new Found(command, copy);
    } finally {
      servers.close();
    }
  }

  /** To the Postgres that serves, past every proxy. */
  Connection connect() throws SQLException {
    return postgres.serving().connect();
  }

  void close() throws IOException, InterruptedException {
    for (var server : List.of(redis.serving(), redis.other())) {
      server.machine.signal("CONT");
      server.machine.end("TERM");
    }
    for (var server : List.of(postgres.serving(), postgres.other())) {
      server.machine.end("INT");
      server.disk.close();
    }
  }
}
