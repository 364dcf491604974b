package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A family's way through the waiting room: in, drawn, called, and to a seat. */
@ServiceTest
class WaitingRoomTest {
  private static String account(int number) {
    return "waiting-" + number + "-" + UUID.randomUUID();
  }

  private static List<String> accounts(int count) {
    return IntStream.range(0, count).mapToObj(WaitingRoomTest::account).toList();
  }

  @Test
  void everybodyWhoEnteredBeforeTheOpeningIsDrawnAndWhoeverComesLaterStandsBehind() {
    var room = new TestRoom(Map.of("leastPerMinute", 60, "mostPerMinute", 60));
    var families = accounts(20);
    var entries = new HashMap<String, UUID>();
    for (var family : families) {
      entries.put(family, room.enter(family));
    }
    room.entry(families.getFirst(), entries.get(families.getFirst()))
        .body("state", equalTo("ENTERED"))
        .body("number", equalTo(1))
        .body("position", nullValue());
    room.open();
    room.pointer().body("state", equalTo("DRAWING")).body("drawn", equalTo(20));
    var late = account(20);
    var lateEntry = room.enter(late);
    assertThat(room.position(late, lateEntry)).isEqualTo(21);

    room.draw();
    var positions = new TreeSet<Long>();
    for (var family : families) {
      positions.add(room.position(family, entries.get(family)));
    }
    assertThat(positions).hasSize(20).first().isEqualTo(1L);
    assertThat(positions.last()).isEqualTo(20L);
    assertThat(room.position(late, lateEntry)).isEqualTo(21);
    var last = account(21);
    assertThat(room.position(last, room.enter(last))).isEqualTo(22);
  }

  @Test
  void anAccountIsInOnceWhateverItsTabsSend() throws Exception {
    var room = new TestRoom(Map.of());
    var family = account(0);
    var ids = new TreeSet<String>();
    try (var tabs = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<String>>();
      for (int tab = 0; tab < 50; tab++) {
        answers.add(
            tabs.submit(
                () -> {
                  var answer = room.enter(family, uuid7()).extract();
                  assertThat(answer.statusCode()).isIn(200, 201);
                  return answer.jsonPath().getString("id");
                }));
      }
      for (var answer : answers) {
        ids.add(answer.get());
      }
    }
    assertThat(ids).hasSize(1);
    eventually(() -> room.pointer().body("entered", equalTo(1)));
    var id = UUID.fromString(ids.first());
    room.enter(family, id).statusCode(200).body("id", equalTo(id.toString()));
    // Another's entry is as unknown as none, and its id is nobody else's.
    room.entry(account(1), id).statusCode(404).body("type", equalTo("/problems/unknown-entry"));
    room.enter(account(1), id).statusCode(409).body("type", equalTo("/problems/id-in-use"));
  }

  /** The words of a receipt; each signature of them is another. */
  private static String words(ValidatableResponse entered) {
    String receipt = entered.extract().path("receipt");
    return new String(Base64.getUrlDecoder().decode(receipt.split("\\.")[1]));
  }

  @Test
  void whoeverLostTheReceiptEntersAgainAndALookBringsNone() {
    var room = new TestRoom(Map.of());
    var family = account(0);
    var id = uuid7();
    var words = words(room.enter(family, id).statusCode(201));
    assertThat(words).contains(id.toString(), room.intake.code, "\"number\":1", "\"salt\":");
    assertThat(words(room.enter(family, id).statusCode(200))).isEqualTo(words);
    room.entry(family, id).statusCode(200).body("receipt", nullValue());
    room.leave(family, id).statusCode(200).body("receipt", nullValue());
  }

  /** WaitingRoomChallengeTest has one asked. */
  @Test
  void noQuestionIsAskedUnlessOneIsSet() {
    var room = new TestRoom(Map.of());
    var family = account(0);
    room.enter(family, uuid7(), Map.of("challenge", "an answer"))
        .statusCode(422)
        .body("errors[0].field", equalTo("/challenge"));
    room.enter(family);
  }

  @Test
  void withARoomNobodyClaimsWithoutAPassOfTheirOwn() {
    var room = new TestRoom(Map.of());
    var slot = room.intake.slot(10);
    var other = new TestRoom(Map.of());
    var family = account(0);
    var neighbour = account(1);
    room.enter(family);
    room.enter(neighbour);
    other.enter(family);
    room.open();
    room.draw();
    other.open();
    other.draw();
    var pass = room.awaitPass(family);
    var id = uuid7();
    var child = nik();
    for (var wrong :
        new String[] {
          null,
          "",
          "x.y.z",
          pass.substring(0, pass.length() - 2),
          other.awaitPass(family),
          room.awaitPass(neighbour)
        }) {
      room.claim(family, id, slot, child, wrong)
          .statusCode(409)
          .body("type", equalTo("/problems/not-admitted"))
          .body("waitingRoom", equalTo(room.path));
    }
    room.claim(family, id, slot, child, pass).statusCode(201);
    room.claim(family, id, slot, child, pass).statusCode(200);
    room.intake.assertSound();
  }

  @Test
  void aPassThatHasEndedStillAnswersWhatWasClaimedWithIt() throws Exception {
    var room = new TestRoom(Map.of("passFor", "PT3S", "grace", "PT1S"));
    var slot = room.intake.slot(10);
    var family = account(0);
    room.enter(family);
    room.open();
    room.draw();
    var pass = room.awaitPass(family);
    var id = uuid7();
    var child = nik();
    room.claim(family, id, slot, child, pass).statusCode(201);
    eventually(() -> room.claim(family, uuid7(), slot, nik(), pass).statusCode(409));
    room.claim(family, id, slot, child, pass).statusCode(200);
    assertThat(Database.number("SELECT count(*) FROM reservation WHERE slot_id = " + slot))
        .isLessThanOrEqualTo(3);
  }

  @Test
  void whoeverLetsTheTurnGoEntersAnew() {
    var room = new TestRoom(Map.of("passFor", "PT1S", "grace", "PT1S"));
    var family = account(0);
    var first = room.enter(family);
    room.open();
    room.draw();
    room.awaitPass(family);
    eventually(
        () -> room.pass(family).statusCode(409).body("type", equalTo("/problems/turn-lapsed")));
    room.entry(family, first).body("state", equalTo("LAPSED"));
    room.pass(family).statusCode(404);
    var second = room.enter(family);
    room.entry(family, second).body("number", equalTo(2)).body("position", equalTo(2));
  }

  /** Nobody looked, so nothing ended the first entry before the second came. */
  @Test
  void aTurnThatWentUnseenEndsAsItsFamilyComesAgain() {
    var room = new TestRoom(Map.of("passFor", "PT1S", "grace", "PT1S"));
    var family = account(0);
    room.enter(family);
    room.open();
    room.draw();
    eventually(() -> room.pointer().body("serving", equalTo(1)));
    eventually(() -> room.enter(family, uuid7()).statusCode(201).body("number", equalTo(2)));
  }

  /** Whoever enters and leaves all the time would stand as a crowd before others. */
  @Test
  void nobodyEntersWithoutEnd() {
    var room = new TestRoom(Map.of());
    var family = account(0);
    for (int i = 0; i < 20; i++) {
      room.leave(family, room.enter(family)).statusCode(200);
    }
    room.enter(family, uuid7()).statusCode(409).body("type", equalTo("/problems/account-limit"));
    room.enter(account(1));
    eventually(() -> room.pointer().body("entered", equalTo(21)));
  }

  @Test
  void onlyWhatWasAnnouncedDraws() {
    var room = new TestRoom(Map.of());
    room.enter(account(0));
    room.open();
    room.reveal("0".repeat(64)).statusCode(422).body("type", equalTo("/problems/wrong-evidence"));
    room.draw();
  }

  @Test
  void whatWasAnnouncedStays() {
    var room = new TestRoom(Map.of());
    room.enter(account(0));
    room.put(
            "",
            Map.of("draw", Map.of("kind", "DICE", "agreed", "Five dice, before three witnesses.")))
        .statusCode(409)
        .body("type", equalTo("/problems/room-in-use"));
    room.reveal("0".repeat(64)).statusCode(409).body("type", equalTo("/problems/not-drawn-yet"));
  }
}
