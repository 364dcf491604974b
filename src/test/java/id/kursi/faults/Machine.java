package id.kursi.faults;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server as a process that is told to stop, killed, and started again on the same port. */
final class Machine {
  private static final long STOP_SECONDS = 20;

  /** Below the ports that systems give to whoever connects: nobody takes it while it is down. */
  private static final int FIRST_PORT = 15_000;

  private static final int LAST_PORT = 30_000;

  private final List<String> command;
  private final Path log;
  private final Pids pids;
  private volatile Process process;

  Machine(List<String> command, Path log, Pids pids) {
    this.command = command;
    this.log = log;
    this.pids = pids;
  }

  void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()))
            .start();
    pids.add(process.pid());
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  void signal(String signal) throws IOException, InterruptedException {
    if (isAlive()) {
      signal(process.pid(), signal);
    }
  }

  static void signal(long pid, String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Sends the signal and waits for the end; whoever does not end is killed. */
  void end(String signal) throws IOException, InterruptedException {
    signal(signal);
    if (isAlive() && !process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  /** Its power is cut: it and all that it has started end in one stroke. */
  void killAll() throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("kill", "-9"));
    // Itself first, so that it starts nothing more.
    Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .forEach(one -> command.add(Long.toString(one.pid())));
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.DISCARD)
        .start()
        .waitFor();
    process.waitFor();
  }

  /** Bytes of its log so far. */
  long logged() throws IOException {
    return Files.size(log);
  }

  /** Lines of its log with this text, after so many bytes. */
  long logged(String text, long after) throws IOException {
    try (var in = Files.newInputStream(log)) {
      in.skipNBytes(after);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains(text))
          .count();
    }
  }

  static int freePort() throws IOException {
    for (int tries = 0; ; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        if (tries > 100) {
          throw taken;
        }
      }
    }
  }
}
