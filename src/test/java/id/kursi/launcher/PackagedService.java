package id.kursi.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The packaged service as a process of its own, as it runs in production: the native executable
 * where one was built, else the jar.
 */
public final class PackagedService implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile(
          "Listening on: http://[^:]+:(\\d+).*Management interface listening on http://[^:]+:(\\d+)");
  private static final long START_SECONDS = 60;

  /** The pause in which nothing more is taken, and a moment for what is in hand. */
  private static final long STOP_SECONDS = 15;

  private final Process process;
  private final Path log;
  private int port;
  private int managementPort;

  private PackagedService(Process process, Path log) throws IOException, InterruptedException {
    this.process = process;
    this.log = log;
    awaitPorts();
  }

  /** Starts it on a database and keys of its own, on a free port of loopback. */
  public static PackagedService start(Map<String, String> settings)
      throws IOException, InterruptedException {
    var target = target();
    return start(settings, Files.createTempFile(target, "service-", ".log"));
  }

  /**
   * @param log is written anew
   */
  public static PackagedService start(Map<String, String> settings, Path log)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(command(target()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    var all =
        new HashMap<>(
            Map.of(
                "quarkus.http.host", "127.0.0.1",
                "quarkus.http.port", "0",
                "quarkus.management.port", "0"));
    all.putAll(settings);
    all.forEach((name, value) -> builder.environment().put(Launcher.variable(name), value));
    return new PackagedService(builder.start(), log);
  }

  private static Path target() {
    return Path.of(System.getProperty("kursi.package", "target"));
  }

  private static List<String> command(Path target) throws IOException {
    try (var files = Files.list(target)) {
      var executable = files.filter(file -> file.toString().endsWith("-runner")).findFirst();
      return executable
          .map(file -> List.of(file.toString()))
          .orElseGet(
              () -> {
                var java = new ArrayList<String>();
                java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
                java.add("-jar");
                java.add(target.resolve("quarkus-app/quarkus-run.jar").toString());
                return java;
              });
    }
  }

  private void awaitPorts() throws IOException, InterruptedException {
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        System.nanoTime() < end && process.isAlive(); ) {
      var listening = LISTENING.matcher(log());
      if (listening.find()) {
        port = Integer.parseInt(listening.group(1));
        managementPort = Integer.parseInt(listening.group(2));
        return;
      }
      Thread.sleep(50);
    }
    process.destroyForcibly();
    throw new IllegalStateException("The service did not start: " + log());
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public int port() {
    return port;
  }

  public String log() throws IOException {
    return Files.readString(log);
  }

  public int managementPort() {
    return managementPort;
  }

  /** SIGTERM, as an orchestrator sends it. */
  public void tellToStop() {
    process.destroy();
  }

  /** True when it has ended by itself in time. */
  public boolean hasStopped() throws InterruptedException {
    return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
  }

  /** SIGKILL: no time for anything. */
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }
}
