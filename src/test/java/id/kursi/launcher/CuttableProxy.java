package id.kursi.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Stands between the service and a server, and does what networks do: cuts, refuses, swallows
 * answers.
 */
public final class CuttableProxy implements AutoCloseable {
  private enum Mode {
    THROUGH,
    /** Connections are refused and the open ones cut. */
    CUT,
    /** Requests pass, and the connection dies before the answer. */
    LOSE_ANSWERS,
    /** Requests pass, and answers never come. */
    SILENT,
    /** Answers come late. */
    LATE
  }

  /** What follows within 20 ms is taken for the same answer. */
  private static final long ONE_ANSWER_NANOS = 20_000_000;

  /** After a cut all come at once; whom the backlog has no place for waits a second for nothing. */
  private static final int CALLERS_AT_ONCE = 4_096;

  private final ServerSocket door;
  private final String host;
  private volatile int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = Mode.THROUGH;
  private volatile Duration late = Duration.ZERO;

  public CuttableProxy(String host, int port) {
    this.host = host;
    this.port = port;
    try {
      door = new ServerSocket(0, CALLERS_AT_ONCE, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Those by which the server knows its callers, among others. */
  public Set<Integer> localPorts() {
    return open.stream().map(Socket::getLocalPort).collect(Collectors.toSet());
  }

  public void cut() {
    mode = Mode.CUT;
    open.forEach(CuttableProxy::close);
  }

  /** As a cut, but the ends hear of it at once: RST in the place of FIN. */
  public void reset() {
    mode = Mode.CUT;
    open.forEach(CuttableProxy::abort);
  }

  /** Each answer waits for so long. */
  public void delay(Duration by) {
    late = by;
    mode = Mode.LATE;
  }

  public void loseAnswers() {
    mode = Mode.LOSE_ANSWERS;
  }

  public void silence() {
    mode = Mode.SILENT;
  }

  public void restore() {
    mode = Mode.THROUGH;
  }

  /** Whoever connects from now on is led there; the server so far is gone, or about to go. */
  public void leadTo(int otherPort) {
    port = otherPort;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        var client = door.accept();
        if (mode == Mode.CUT) {
          close(client);
          continue;
        }
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException closed) {
        // The door is closed.
      }
    }
  }

  private void connect(Socket client) {
    try {
      var server = new Socket(host, port);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      open.add(client);
      open.add(server);
      Thread.ofVirtual().start(() -> pump(client, server, false));
      Thread.ofVirtual().start(() -> pump(server, client, true));
    } catch (IOException away) {
      close(client);
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    try (from;
        to) {
      var buffer = new byte[16 * 1024];
      boolean swallowed = false;
      long passed = System.nanoTime() - ONE_ANSWER_NANOS;
      for (int read = from.getInputStream().read(buffer);
          read > 0;
          read = from.getInputStream().read(buffer)) {
        if (mode == Mode.CUT || (answers && mode == Mode.LOSE_ANSWERS)) {
          return;
        }
        if (answers && mode == Mode.LATE && System.nanoTime() - passed > ONE_ANSWER_NANOS) {
          Thread.sleep(late);
        }
        if (answers && mode == Mode.SILENT) {
          swallowed = true;
        } else if (swallowed) {
          // TCP leaves nothing out: what lost a piece ends here.
          return;
        } else {
          to.getOutputStream().write(buffer, 0, read);
          passed = System.nanoTime();
        }
      }
    } catch (IOException | InterruptedException cut) {
      // Both ends are closed on the way out.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void abort(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException gone) {
      // It was closed already.
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // It was closed already.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }
}
