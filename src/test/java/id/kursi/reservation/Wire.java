package id.kursi.reservation;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bytes as no client would send them, and all that is answered to them. */
final class Wire {
  private static final int SILENCE_MS = 700;

  /** What came back until the connection was closed or fell silent. */
  static byte[] bytes(byte[]... parts) throws IOException {
    try (var socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(SILENCE_MS);
      var out = socket.getOutputStream();
      var answer = new ByteArrayOutputStream();
      try {
        for (var part : parts) {
          out.write(part);
        }
        out.flush();
        socket.getInputStream().transferTo(answer);
      } catch (SocketTimeoutException silent) {
        // What was answered is in.
      } catch (IOException cut) {
        // The service may hang up before everything was sent.
      }
      return answer.toByteArray();
    }
  }

  static String send(byte[]... parts) throws IOException {
    return new String(bytes(parts), StandardCharsets.UTF_8);
  }

  static String send(String request) throws IOException {
    return send(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The status of each answer on one connection. */
  static List<Integer> statuses(String answers) {
    return java.util.regex.Pattern.compile("HTTP/\\d\\.\\d (\\d{3}) ")
        .matcher(answers)
        .results()
        .map(status -> Integer.valueOf(status.group(1)))
        .toList();
  }

  private Wire() {}
}
