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
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Phones lose the line in the very moment in which they claim. */
@ServiceTest
class GoneClientTest {
  private record Sent(String account, UUID id, String nik) {}

  /** Sends a claim and does not wait for its answer. */
  private static Socket send(Sent sent, long slot) throws IOException {
    var body =
        """
        {"slotId":%d,"waitList":false,"child":{"nik":"%s","name":"Siti Aminah","birthDate":"2013-05-17",\
        "guardianName":"Budi Santoso","guardianPhone":"081234567890"}}"""
            .formatted(slot, sent.nik());
    var request =
        "PUT /v1/reservations/%s HTTP/1.1\r\nHost: kursi\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(sent.id(), TestKeys.token(sent.account(), "citizen"), body.length(), body);
    var socket = new Socket("127.0.0.1", RestAssured.port);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return socket;
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
    var all = IntStream.range(0, 40).mapToObj(i -> new Sent("gone-" + i, uuid7(), nik())).toList();
    try (var connection = Database.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT FROM slot_ledger WHERE slot_id = " + slot + " FOR UPDATE");
      var lines = new ArrayList<Socket>();
      for (var sent : all) {
        lines.add(send(sent, slot));
      }
      eventually(() -> assertThat(Meters.sum("kursi_ledger_claims_waiting")).isEqualTo(40));
      for (var line : lines) {
        line.close();
      }
      // Until the service has heard of it.
      Eventually.after(500);
      connection.rollback();
    }
    eventually(() -> assertThat(intake.audit().getLong("rows")).isEqualTo(40));
    for (var sent : all) {
      claim(sent.account(), sent.id(), slot, sent.nik()).statusCode(200);
    }
    intake.assertSound();
  }
}
