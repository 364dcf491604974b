package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.launcher.TestKeys;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Phones lose the line in the very moment in which they claim. */
@ServiceTest
class GoneClientTest {
  private record Sent(String account, UUID id, String nik) {}

  /** Sends a claim and hangs up without waiting for its answer. */
  private static Sent sendAndHangUp(int number, long slot) throws Exception {
    var sent = new Sent("gone-" + number, uuid7(), nik());
    var body =
        """
        {"slotId":%d,"waitList":false,"child":{"nik":"%s","name":"Siti Aminah","birthDate":"2013-05-17",\
        "guardianName":"Budi Santoso","guardianPhone":"081234567890"}}"""
            .formatted(slot, sent.nik());
    var request =
        "PUT /v1/reservations/%s HTTP/1.1\r\nHost: kursi\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(sent.id(), TestKeys.token(sent.account(), "citizen"), body.length(), body);
    try (var socket = new Socket("127.0.0.1", RestAssured.port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }
    return sent;
  }

  @Test
  void aBodyThatDribblesInIsNotWaitedFor() throws Exception {
    var request =
        "PUT /v1/reservations/%s HTTP/1.1\r\nHost: kursi\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"
            .formatted(uuid7(), TestKeys.token("slow", "citizen"));
    try (var socket = new Socket("127.0.0.1", RestAssured.port)) {
      var out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.UTF_8));
      socket.setSoTimeout(10_000);
      var dribble =
          Thread.startVirtualThread(
              () -> {
                try {
                  for (int i = 0; i < 400; i++) {
                    out.write(' ');
                    out.flush();
                    Thread.sleep(50);
                  }
                } catch (Exception closed) {
                  // As it is to be.
                }
              });
      assertThat(isClosed(socket)).as("the connection is closed").isTrue();
      dribble.interrupt();
      dribble.join();
    }
  }

  /** Waits ten seconds at most. */
  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void whatTheyClaimedIsSettledAndFoundAgainByTheSameRequest() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(40);
    List<Sent> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(sendAndHangUp(i, slot));
    }
    // The request has left; how far it came when the line was cut differs, and none may be half
    // done.
    eventually(() -> assertThat(intake.audit().getLong("rows")).isPositive());
    for (var sent : all) {
      int status = claim(sent.account(), sent.id(), slot, sent.nik()).extract().statusCode();
      assertThat(status).isIn(200, 201);
    }
    assertThat(intake.audit().getLong("rows")).isEqualTo(40);
    intake.assertSound();
  }
}
