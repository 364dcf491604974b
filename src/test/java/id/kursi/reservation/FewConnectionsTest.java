package id.kursi.reservation;

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
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Where few may listen and few may be connected: whoever is one too many, and who does not read.
 */
@ServiceTest
@TestProfile(FewConnectionsTest.Few.class)
class FewConnectionsTest {
  private static final int SUBSCRIBERS = 2;
  private static final int CONNECTIONS = 30;

  /** As much as a connection's buffers may hold, and more. */
  private static final int MUCH = 48 << 20;

  public static class Few implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "kursi.reads.subscribers", Integer.toString(SUBSCRIBERS),
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
    var request = "GET " + path + " HTTP/1.1\r\nHost: kursi\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
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
