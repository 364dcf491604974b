package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Database.assertRefused;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the database refuses whoever asks it, were the room's functions wrong. */
@ServiceTest
class WaitingRoomGuardTest {
  @Test
  void whatWasToldStaysAndThePointerOnlyGrows() throws Exception {
    var room = new TestRoom(Map.of());
    var account = "guarded-" + UUID.randomUUID();
    var entry = room.enter(account);
    var other = room.enter("guarded-" + UUID.randomUUID());
    room.open();
    room.draw();
    room.awaitPass(account);
    var of = " WHERE intake_id = " + room.intake.id();
    for (var change :
        new String[] {
          "serving = serving - 1",
          "entries = entries - 1",
          "drawn = drawn + 1",
          "frozen_at = frozen_at - interval '1 hour'",
          "root = sha256('x')",
          "statement = 'x'",
          "seed = sha256('x')",
          "evidence = 'x'",
          "drawn_at = NULL, seed = NULL, evidence = NULL",
          "rule = '{\"kind\": \"dice\"}'"
        }) {
      assertRefused("room_forward", "UPDATE waiting_room SET " + change + of);
    }
    for (var change :
        new String[] {
          "number = number + 100",
          "account = 'other'",
          "salt = decode(repeat('00', 16), 'hex')",
          "position = position + 1",
          "admitted_by = admitted_by + 1",
          "entered_at = entered_at - interval '1 hour'"
        }) {
      assertRefused(
          "entry_kept", "UPDATE waiting_entry SET " + change + " WHERE id = '" + entry + "'");
    }
    assertRefused(
        "admitted_in_order",
        """
        UPDATE waiting_entry SET position = 1000, admitted_at = clock_timestamp(), admitted_by = 999
        WHERE id = '%s'"""
            .formatted(other));
    assertRefused(
        "position_once",
        "UPDATE waiting_entry SET position = (SELECT position FROM waiting_entry WHERE id = '%s') WHERE id = '%s'"
            .formatted(entry, other));
  }

  @Test
  void noRowComesPastTheRoom() throws Exception {
    var room = new TestRoom(Map.of());
    var slot = room.intake.slot(10);
    var account = "guarded-" + UUID.randomUUID();
    room.enter(account);
    room.open();
    room.draw();
    var id = uuid7();
    room.claim(account, id, slot, nik(), room.awaitPass(account)).statusCode(201);
    assertRefused(
        "immutable", "UPDATE reservation SET admitted_position = 1000 WHERE id = '" + id + "'");
    assertRefused(
        "admitted",
        """
        INSERT INTO reservation (id, intake_id, slot_id, account, holder, print, sealed, receipt, status, seq, hold_until,
                                 created_at, changed_at)
        SELECT '%s', intake_id, slot_id, account, sha256('other'), print, sealed, 'R' || receipt, status, seq + 1, hold_until,
               created_at, changed_at FROM reservation WHERE id = '%s'"""
            .formatted(uuid7(), id));
  }
}
