package id.kursi.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One Redis: a folder for its append-only file, a port, and a process. */
final class RedisServer {
  private static final int SILENT_AT_MOST_MS = 5_000;

  final int port;
  final Machine machine;
  private final Path home;

  RedisServer(Path executable, Path home, Path log, Pids pids) throws IOException {
    this.home = home;
    port = Machine.freePort();
    machine = new Machine(command(executable), log, pids);
    loseData();
  }

  private List<String> command(Path executable) {
    return List.of(
        executable.toAbsolutePath().toString(),
        "--port",
        Integer.toString(port),
        "--bind",
        "127.0.0.1",
        "--dir",
        home.toAbsolutePath().toString(),
        "--appendonly",
        "yes",
        "--appendfsync",
        "everysec",
        "--save",
        "");
  }

  /** Returns when it can be spoken to. */
  void start() throws IOException, InterruptedException {
    machine.start();
    Await.until("Redis comes back", () -> tell("PING").startsWith("+PONG"));
  }

  /** All that it answers to one line; nothing while it is away. */
  String tell(String command) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(SILENT_AT_MOST_MS);
      // It closes the connection behind its answer, and so shows where that ends.
      socket
          .getOutputStream()
          .write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException away) {
      return "";
    }
  }

  /** A field of what it says of its replication; empty while it says nothing. */
  String replication(String field) {
    return tell("INFO replication")
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .findFirst()
        .map(line -> line.substring(field.length() + 1))
        .orElse("");
  }

  void loseData() throws IOException {
    Files.createDirectories(home);
    Disk.deleteAll(home);
  }
}
