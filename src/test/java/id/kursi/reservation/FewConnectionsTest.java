package id.kursi.reservation;

import static id.kursi.reservation.Eventually.after;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import id.kursi.platform.Listeners;
import id.kursi.platform.Page;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Where few may listen and few may be connected: whoever is one too many, who does not read, and
 * who asks on without an answer.
 */
@ServiceTest
@TestProfile(FewConnectionsTest.Few.class)
class FewConnectionsTest {
  private static final int SUBSCRIBERS = 2;
  private static final int CONNECTIONS = 30;

  /** The most that may wait for their answers. */
  private static final int REQUESTS_AHEAD = 32;

  /** As much as a connection's buffers may hold, and more. */
  private static final int MUCH = 48 << 20;

  public static class Few implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "kursi.reads.subscribers", Integer.toString(SUBSCRIBERS),
          // It would find the reader of a page of this size in the middle of it.
          "kursi.reads.heartbeat", "1H",
          "quarkus.http.limits.max-connections", Integer.toString(CONNECTIONS));
    }
  }

  @Inject Listeners listeners;

  private static Socket connect() throws IOException {
    return new Socket("127.0.0.1", RestAssured.port);
  }

  private static Socket listen(TestIntake intake) throws IOException {
    var socket = connect();
    send(socket, path(intake));
    return socket;
  }

  private static void send(Socket socket, String path) throws IOException {
    sendMany(socket, path, 1);
  }

  private static String path(TestIntake intake) {
    return "/v1/intakes/" + intake.code + "/slots/events";
  }

  private static void awaitListening(int count) {
    eventually(() -> assertThat(Meters.sum("kursi_boards")).isEqualTo(count));
  }

  private static ValidatableResponse oneMore(TestIntake intake) {
    return Api.anybody().get(path(intake)).then();
  }

  @Test
  void whoeverListensBeyondTheLimitIsRefusedAtOnce() throws IOException {
    var intake = TestIntake.open();
    try (var one = listen(intake)) {
      assertThat(one.getInputStream().read()).isEqualTo('H');
      try (var other = listen(intake)) {
        assertThat(other.getInputStream().read()).isEqualTo('H');
        oneMore(intake)
            .statusCode(503)
            .body("type", equalTo("/problems/overloaded"))
            .header("Retry-After", notNullValue());
      }
      awaitListening(1);
      try (var next = listen(intake)) {
        assertThat(next.getInputStream().read()).isEqualTo('H');
        awaitListening(SUBSCRIBERS);
      }
    }
    awaitListening(0);
  }

  @Test
  void whoeverDoesNotReadIsDroppedAndTheOthersHearOn() throws Exception {
    var intake = TestIntake.open();
    try (var deaf = listen(intake);
        var reader = listen(intake)) {
      awaitListening(SUBSCRIBERS);
      var heard = new AtomicLong();
      Thread.startVirtualThread(() -> read(reader, heard));
      for (int version = 1; version <= 3; version++) {
        var page = Page.of(version, new byte[MUCH]);
        listeners.tell("slots", intake.code, () -> page);
        long sent = (long) version * MUCH;
        eventually(() -> assertThat(heard).hasValueGreaterThan(sent));
      }
      awaitListening(1);
      assertThat(deaf.isClosed()).as("by this end").isFalse();
    }
    awaitListening(0);
  }

  private static void read(Socket socket, AtomicLong heard) {
    var buffer = new byte[64 * 1024];
    try {
      for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
        heard.addAndGet(read);
      }
    } catch (IOException closed) {
      // As the test ends.
    }
  }

  @Test
  void whoeverIsConnectedBeyondTheLimitIsClosedAtOnce() throws IOException {
    var sockets = new ArrayList<Socket>();
    try {
      // Who says nothing yet is not counted: the server waits to hear which HTTP it is.
      for (int i = 0; i < CONNECTIONS + 5; i++) {
        var socket = connect();
        send(socket, "/v1/intakes");
        sockets.add(socket);
      }
      eventually(
          () ->
              assertThat(sockets.stream().filter(FewConnectionsTest::isClosed).count())
                  .isGreaterThanOrEqualTo(5));
      assertThat(sockets.stream().filter(one -> !isClosed(one)).count()).isPositive();
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
    eventually(() -> Api.anybody().get("/v1/intakes").then().statusCode(200));
  }

  /** Its requests would be kept until the stream ends, and it never does. */
  @Test
  void whoeverAsksOnBehindAStreamIsDropped() throws IOException {
    var intake = TestIntake.open();
    try (var socket = listen(intake)) {
      sendMany(socket, "/v1/intakes", REQUESTS_AHEAD - 1);
      after(500);
      awaitListening(1);
      send(socket, "/v1/intakes");
      awaitListening(0);
    }
  }

  @Test
  void whoeverAsksAheadALittleIsAnswered() throws IOException {
    int many = 2 * REQUESTS_AHEAD;
    var path = "/v1/intakes/" + TestIntake.open().code + "/slots";
    try (var socket = connect()) {
      sendMany(socket, path, many);
      assertThat(answers(socket)).isEqualTo(many);
    }
  }

  /** Its answers would be kept until it reads them, if it ever does. */
  @Test
  void whoeverAsksOnAndDoesNotReadIsDropped() throws IOException {
    int many = 1000;
    try (var socket = connect()) {
      for (int i = 0; i < many; i++) {
        send(socket, "/q/openapi");
      }
      after(2000);
      assertThat(answers(socket)).isLessThan(many);
    } catch (IOException reset) {
      assertThat(reset).isInstanceOf(SocketException.class);
    }
  }

  /** In one piece, so that the later are there before the first is answered. */
  private static void sendMany(Socket socket, String path, int count) throws IOException {
    var request = "GET " + path + " HTTP/1.1\r\nHost: kursi\r\n\r\n";
    socket.getOutputStream().write(request.repeat(count).getBytes(StandardCharsets.US_ASCII));
  }

  /** How many heads come until there is silence or the end. */
  private static int answers(Socket socket) throws IOException {
    socket.setSoTimeout(2000);
    var text = new StringBuilder();
    try {
      var in = new BufferedInputStream(socket.getInputStream());
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.append((char) next);
      }
    } catch (SocketTimeoutException silence) {
      // All are there.
    }
    return text.toString().split("HTTP/1.1 200", -1).length - 1;
  }

  /** By the other end. */
  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(20);
      return socket.getInputStream().read() == -1;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }
}
