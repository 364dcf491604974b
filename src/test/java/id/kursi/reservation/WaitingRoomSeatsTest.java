package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.hamcrest.Matchers.equalTo;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What those who wait hear of the seats. */
@ServiceTest
class WaitingRoomSeatsTest {
  private static void awaitSeats(TestRoom room, String state, int reserve) {
    eventually(
        () ->
            room.pointer()
                .body("seats.state", equalTo(state))
                .body("seats.free", equalTo(state.equals("FREE") ? 1 : 0))
                .body("seats.reserve", equalTo(reserve)));
  }

  @Test
  void whoeverWaitsHearsThatTheSeatsAreGoneAndChoosesTheReserveListInTurn() {
    var room = new TestRoom(Map.of("mostInside", 1));
    room.intake.change("waitListLength", 1);
    var slot = room.intake.slot(1);
    var entries = new TreeMap<String, UUID>();
    for (int i = 0; i < 3; i++) {
      var family = "seated-" + UUID.randomUUID();
      entries.put(family, room.enter(family));
    }
    room.open();
    room.draw();
    var line = new TreeMap<Long, String>();
    entries.forEach((family, entry) -> line.put(room.position(family, entry), family));
    awaitSeats(room, "FREE", 1);

    var seat = uuid7();
    room.claim(line.get(1L), seat, slot, nik(), room.awaitPass(line.get(1L))).statusCode(201);
    awaitSeats(room, "RESERVE", 1);
    // Nobody comes to the reserve list before their turn either.
    room.claim(line.get(2L), uuid7(), slot, nik(), null, true).statusCode(409);
    room.pass(line.get(2L)).statusCode(409).body("type", equalTo("/problems/not-your-turn"));
    Api.step(line.get(1L), seat, "confirmation").statusCode(200);
    room.claim(line.get(2L), uuid7(), slot, nik(), room.awaitPass(line.get(2L)), true)
        .statusCode(201)
        .body("status", equalTo("WAITING"));
    awaitSeats(room, "FULL", 0);

    Api.step(line.get(1L), seat, "cancellation").statusCode(200);
    awaitSeats(room, "RESERVE", 1);
  }

  /** Selection fills the seats later: nobody is told that they are gone. */
  @Test
  void byRankEverybodyMayRegister() {
    var room = new TestRoom(Map.of());
    room.intake.change("allocation", "RANKED");
    room.intake.slot(0);
    // Until the slot is known the word is the same.
    Eventually.after(2_500);
    room.pointer().body("seats.state", equalTo("FREE"));
  }
}
