package id.kursi.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
    SILENT
  }

  private final ServerSocket door;
  private final String host;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = Mode.THROUGH;

  public CuttableProxy(String host, int port) {
    this.host = host;
    this.port = port;
    try {
      door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  public void cut() {
    mode = Mode.CUT;
    open.forEach(CuttableProxy::close);
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

  private void accept() {
    while (!door.isClosed()) {
      try {
        var client = door.accept();
        if (mode == Mode.CUT) {
          close(client);
          continue;
        }
        var server = new Socket(host, port);
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> pump(client, server, false));
        Thread.ofVirtual().start(() -> pump(server, client, true));
      } catch (IOException closed) {
        // The door is closed, or the server away: the client sees its connection end.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    try (from;
        to) {
      var buffer = new byte[16 * 1024];
      for (int read = from.getInputStream().read(buffer);
          read > 0;
          read = from.getInputStream().read(buffer)) {
        if (answers && mode == Mode.LOSE_ANSWERS) {
          return;
        }
        if (!answers || mode != Mode.SILENT) {
          to.getOutputStream().write(buffer, 0, read);
        }
      }
    } catch (IOException cut) {
      // Both ends are closed on the way out.
    } finally {
      open.remove(from);
      open.remove(to);
    }
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
