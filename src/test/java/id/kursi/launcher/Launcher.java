package id.kursi.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Starts the servers, runs a command with their addresses and the developer's keys in its
 * environment, and stops the servers when the command ends: {@code Launcher DATA COMMAND...}. A
 * process of its own, so that live reload leaves the servers alone and neither the jar nor the
 * native image holds them.
 */
public final class Launcher {
  private static final long STOP_SECONDS = 30;
  private static final String MANAGEMENT_PORT = "QUARKUS_MANAGEMENT_PORT";

  public static void main(String[] args) throws Exception {
    var data = Path.of(args[0]);
    Files.createDirectories(data);
    try (var channel =
            FileChannel.open(
                data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock == null) {
        System.err.println("Another Kursi runs on " + data.toAbsolutePath() + ": stop it first.");
        System.exit(1);
      }
      System.exit(run(data, Arrays.copyOfRange(args, 1, args.length)));
    }
  }

  private static int run(Path data, String[] command) throws Exception {
    var servers = Servers.start(data);
    var environment = new TreeMap<String, String>();
    servers.settings().forEach((name, value) -> environment.put(variable(name), value));
    DevKeys.in(data.resolve("keys"))
        .settings()
        .forEach((name, value) -> environment.put(variable(name), value));
    managementPort().ifPresent(port -> environment.put(MANAGEMENT_PORT, port));
    environment.put("KURSI_DATA", data.toAbsolutePath().toString());
    System.err.printf(
        "Postgres %s (fsync %s, synchronous_commit %s), Redis %s, data in %s%n",
        servers.databaseUrl("kursi"),
        servers.show("fsync"),
        servers.show("synchronous_commit"),
        servers.redisUrl(),
        data);
    Files.write(
        data.resolve("servers.env"),
        servers.settings().entrySet().stream()
            .map(setting -> variable(setting.getKey()) + "=" + setting.getValue())
            .sorted()
            .toList());
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(environment);
    var process = builder.start();
    var stop = new Thread(() -> stop(process, servers));
    Runtime.getRuntime().addShutdownHook(stop);
    return process.waitFor();
  }

  /**
   * Two services on one machine need two management ports: a thousand above their own, unless said
   * otherwise.
   */
  private static Optional<String> managementPort() {
    return System.getenv(MANAGEMENT_PORT) != null
        ? Optional.empty()
        : Optional.ofNullable(System.getenv("QUARKUS_HTTP_PORT"))
            .map(port -> port.equals("0") ? port : Integer.toString(Integer.parseInt(port) + 1000));
  }

  /** A setting's name as an environment variable, by the rule of MicroProfile Config. */
  static String variable(String setting) {
    return setting.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static void stop(Process process, Servers servers) {
    try {
      process.destroy();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      servers.close();
    } catch (IOException failure) {
      System.err.println("The servers did not stop cleanly: " + failure.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Launcher() {}
}
