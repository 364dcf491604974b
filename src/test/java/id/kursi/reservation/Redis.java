package id.kursi.reservation;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** Speaks to the Redis under test from outside, over a connection of its own (RESP 2). */
final class Redis {
  /** What a simple reply says, or the items of a list one by one. */
  static List<String> run(String... words) throws IOException {
    var address =
        URI.create(ConfigProvider.getConfig().getValue("quarkus.redis.hosts", String.class));
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      var command = new StringBuilder("*" + words.length + "\r\n");
      for (var word : words) {
        command
            .append('$')
            .append(word.getBytes(StandardCharsets.UTF_8).length)
            .append("\r\n")
            .append(word)
            .append("\r\n");
      }
      socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
      var items = new ArrayList<String>();
      read(new BufferedInputStream(socket.getInputStream()), items);
      return items;
    }
  }

  private static void read(BufferedInputStream in, List<String> items) throws IOException {
    var line = line(in);
    switch (line.charAt(0)) {
      case '+', ':' -> items.add(line.substring(1));
      case '$' -> {
        int length = Integer.parseInt(line.substring(1));
        items.add(
            length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
        in.readNBytes(length < 0 ? 0 : 2);
      }
      case '*' -> {
        for (int i = Integer.parseInt(line.substring(1)); i > 0; i--) {
          read(in, items);
        }
      }
      default -> throw new IOException(line);
    }
  }

  private static String line(BufferedInputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\r'; c = in.read()) {
      line.append((char) c);
    }
    in.read();
    return line.toString();
  }

  static String key(TestIntake intake, String name) throws Exception {
    return ConfigProvider.getConfig().getValue("kursi.seat-counter.prefix", String.class)
        + ":{"
        + intake.id()
        + "}:"
        + name;
  }

  /** What Redis says of a slot; null where it says nothing. */
  static String fact(TestIntake intake, long slot, String name) throws Exception {
    return run("HGET", key(intake, "slot:" + slot), name).getFirst();
  }

  private Redis() {}
}
