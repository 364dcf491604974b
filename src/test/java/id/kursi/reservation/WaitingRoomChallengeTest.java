package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a question is asked at the door: who has to answer it, and what an answer is worth. */
@ServiceTest
@TestProfile(WaitingRoomChallengeTest.Asking.class)
class WaitingRoomChallengeTest {
  public static class Asking implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Verifier.class));
    }
  }

  private static String account() {
    return "asked-" + UUID.randomUUID();
  }

  private static Map<String, String> right() {
    return Map.of("challenge", Verifier.RIGHT + " " + UUID.randomUUID());
  }

  private static Map<String, String> wrong() {
    return Map.of("challenge", "wrong");
  }

  /** Whatever else the verifier says of an answer, only the word true lets somebody in. */
  @ParameterizedTest
  @ValueSource(strings = {"wrong", "null", "nothing"})
  void whoeverAnswersWronglyIsNotInAndTriesAgainWithTheSameId(String answer) {
    var room = new TestRoom(Map.of());
    var family = account();
    var id = uuid7();
    room.enter(family, id, Map.of("challenge", answer))
        .statusCode(409)
        .body("type", equalTo("/problems/challenge-failed"));
    room.entry(family, id).statusCode(404);
    room.enter(family, id, right()).statusCode(201).body("number", equalTo(1));
  }

  /** What would add a field to the form that is sent on, or take one from it, does not. */
  @ParameterizedTest
  @MethodSource("id.kursi.reservation.Injected#texts")
  void anAnswerIsPassedOnToTheLetter(String text) {
    var room = new TestRoom(Map.of());
    var answer = "%s %s&secret=x&response=%s".formatted(Verifier.RIGHT, UUID.randomUUID(), text);
    room.enter(account(), uuid7(), Map.of("challenge", text)).statusCode(409);
    room.enter(account(), uuid7(), Map.of("challenge", answer)).statusCode(201);
  }

  @Test
  void whoeverSendsNoAnswerIsToldThatOneIsMissing() {
    var room = new TestRoom(Map.of());
    var id = uuid7();
    room.enter(account(), id)
        .statusCode(422)
        .body("errors[0].field", equalTo("/challenge"))
        .body("errors[0].code", equalTo("required"));
  }

  /** An answer counts once, and a repeat brings the same one. */
  @Test
  void whoeverIsInIsAskedNothingAndWhoeverLeftIsAskedAgain() {
    var room = new TestRoom(Map.of());
    var family = account();
    var id = uuid7();
    var answer = right();
    room.enter(family, id, answer).statusCode(201);
    room.enter(family, id, answer).statusCode(200);
    room.enter(family, uuid7(), wrong()).statusCode(200).body("id", equalTo(id.toString()));
    room.enter(family, uuid7()).statusCode(200);
    room.enter(account(), uuid7(), answer).statusCode(409);
    room.leave(family, id).statusCode(200);
    room.enter(family, uuid7(), wrong()).statusCode(409);
    room.enter(family, uuid7(), right()).statusCode(201);
  }

  /** Nobody comes in unasked meanwhile, and nobody is told that they were wrong. */
  @ParameterizedTest
  @ValueSource(strings = {"a word", "a page", "broken", "away", "silent"})
  void whileNobodyCanCheckAnswersNothingIsTaken(String what) {
    var room = new TestRoom(Map.of());
    var family = account();
    var id = uuid7();
    room.enter(family, id, Map.of("challenge", what))
        .statusCode(503)
        .body("type", equalTo("/problems/unavailable"));
    room.entry(family, id).statusCode(404);
    room.enter(family, id, right()).statusCode(201);
  }

  @Test
  void theDeskAsksNoQuestion() {
    var room = new TestRoom(Map.of());
    room.intake.slot(1);
    DeskApi.enter(room, uuid7(), nik()).statusCode(201);
  }
}
