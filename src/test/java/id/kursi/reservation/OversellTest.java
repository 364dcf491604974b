package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.reservation.Burst.Answer;
import id.kursi.reservation.Burst.Application;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Many more applicants than seats, with everything that goes wrong in the opening minute. */
@ServiceTest
class OversellTest {
  private static final int SEATS = 120;
  private static final int APPLICANTS = 1_500;

  private final Burst burst = new Burst();

  /** Acknowledged seats by id; a repeat must tell what the first answer told. */
  private static void assertSeats(List<Answer> answers, int seats, TestIntake intake) {
    var told = new HashMap<String, String>();
    for (var answer : answers) {
      assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201, 409, 503);
      if (answer.isSeat()) {
        var facts =
            answer.body().path("sequence").asText() + " " + answer.body().path("receipt").asText();
        assertThat(told.merge(answer.body().path("id").asText(), facts, (before, now) -> before))
            .isEqualTo(facts);
      }
    }
    assertThat(told).hasSize(seats);
    assertThat(told.values().stream().map(facts -> facts.split(" ")[0]).collect(Collectors.toSet()))
        .hasSize(seats);
    assertThat(intake.audit().getLong("slots[0].live")).isEqualTo(seats);
    intake.assertSound();
  }

  @Test
  void exactlyTheCapacityIsSold() {
    var intake = TestIntake.open();
    var slot = intake.slot(SEATS);
    var answers = burst.send(Application.of(slot, APPLICANTS));
    assertSeats(answers, SEATS, intake);
    assertThat(answers.stream().filter(answer -> answer.type().equals("/problems/slot-full")))
        .hasSize(APPLICANTS - SEATS);
  }

  @Test
  void repeatsAndDoubleTapsBuyNothingMore() {
    var intake = TestIntake.open();
    var slot = intake.slot(SEATS);
    var applicants = Application.of(slot, APPLICANTS / 3);
    var tapping = new ArrayList<Application>();
    applicants.forEach(applicant -> tapping.addAll(List.of(applicant, applicant, applicant)));
    var answers = burst.send(tapping);
    assertSeats(answers, SEATS, intake);
    var seated =
        answers.stream()
            .filter(Answer::isSeat)
            .map(Answer::application)
            .collect(Collectors.toSet());
    // A repeat of a seat is never told that the slot is full, whenever it comes.
    var repeats = burst.send(List.copyOf(seated));
    assertThat(repeats).allMatch(answer -> answer.status() == 200 && answer.isSeat());
    assertThat(answers.stream().filter(answer -> seated.contains(answer.application())))
        .allMatch(Answer::isSeat);
  }

  @Test
  void oneChildAtTwoAccountsGetsOneSeat() {
    var intake = TestIntake.open();
    var slot = intake.slot(SEATS);
    var applicants = new ArrayList<Application>();
    Application.of(slot, SEATS / 2)
        .forEach(
            one -> {
              applicants.add(one);
              applicants.add(
                  new Application("other-" + one.account(), Api.uuid7(), slot, one.nik()));
            });
    var answers = burst.send(applicants);
    assertSeats(answers, SEATS / 2, intake);
    assertThat(
            answers.stream().filter(answer -> answer.type().equals("/problems/already-registered")))
        .hasSize(SEATS / 2);
  }

  @Test
  void losingRedisInMidBurstSellsNothingTwice() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(SEATS);
    var answers = new ArrayList<CompletableFuture<Answer>>();
    var applicants = Application.of(slot, APPLICANTS);
    for (int i = 0; i < applicants.size(); i++) {
      if (i % 300 == 150) {
        Redis.run("FLUSHALL");
      }
      answers.add(burst.send(applicants.get(i)));
    }
    assertSeats(answers.stream().map(CompletableFuture::join).toList(), SEATS, intake);
  }

  @Test
  void redisThatLiesAboutFreeSeatsSellsNothingTwice() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(1);
    var first = burst.send(Application.of(slot, 1));
    Redis.run("HSET", Redis.key(intake, "slot:" + slot), "free", "1000", "version", "999999");
    var answers = new ArrayList<>(first);
    answers.addAll(burst.send(Application.of(slot, 50)));
    assertThat(answers.stream().filter(Answer::isSeat)).hasSize(1);
    // The ledger refuses by itself, and says why: the constraint behind it would only answer 503.
    assertThat(answers.stream().filter(answer -> answer.type().equals("/problems/slot-full")))
        .hasSize(50);
    assertThat(intake.audit().getLong("oversold")).isZero();
  }

  @Test
  void aBatchThatTheDatabaseRefusesCostsOnlyTheEntryToBlame() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(SEATS);
    // One child whom the database itself refuses, in the middle of a burst.
    var applicants = new ArrayList<>(Application.of(slot, 60));
    var unlucky = applicants.get(30);
    Database.execute(
        "CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.id = '"
            + unlucky.id()
            + "' THEN RAISE check_violation; END IF; RETURN NEW; END $$");
    Database.execute(
        "CREATE TRIGGER refuse_one BEFORE INSERT ON reservation FOR EACH ROW EXECUTE FUNCTION refuse_one()");
    try {
      var answers = burst.send(applicants);
      for (var answer : answers) {
        assertThat(answer.status()).isEqualTo(answer.application().equals(unlucky) ? 503 : 201);
      }
      assertSeats(answers, 59, intake);
    } finally {
      Database.execute("DROP FUNCTION refuse_one() CASCADE");
    }
    assertThat(burst.send(List.of(unlucky)).getFirst().status()).isEqualTo(201);
  }

  @Test
  void seatsGivenBackInABurstAreSoldAgain() {
    var intake = TestIntake.open();
    var slot = intake.slot(SEATS);
    var seated = burst.send(Application.of(slot, SEATS)).stream().filter(Answer::isSeat).toList();
    assertThat(seated).hasSize(SEATS);
    seated.stream()
        .limit(20)
        .parallel()
        .forEach(
            answer ->
                Api.step(answer.application().account(), answer.application().id(), "cancellation")
                    .statusCode(200));
    Eventually.eventually(
        () -> {
          burst.send(Application.of(slot, 40));
          assertThat(intake.audit().getLong("slots[0].live")).isEqualTo(SEATS);
        });
    intake.assertSound();
  }
}
