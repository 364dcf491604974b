package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static id.kursi.reservation.Redis.fact;
import static id.kursi.reservation.Ticks.ticksUntil;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.reservation.Burst.Answer;
import id.kursi.reservation.Burst.Application;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ticks heal what Redis says wrongly while claims go on, and take nothing from any claim. */
@ServiceTest
class DivergenceUnderLoadTest {
  private static final int SEATS = 12;
  private static final int ROUNDS = 4;

  /** What Redis is made to say of a slot of which so many seats are taken. */
  private enum Lie {
    MORE(SEATS, "free", "99"),
    MORE_AHEAD(SEATS, "free", "99", "version", "1000000"),
    MORE_BEHIND(SEATS, "free", "99", "version", "0"),
    LESS(1, "free", "0"),
    LESS_AHEAD(1, "free", "0", "version", "1000000"),
    LESS_BEHIND(1, "free", "0", "version", "0"),
    GONE(1);

    private final int taken;
    private final List<String> facts;

    Lie(int taken, String... facts) {
      this.taken = taken;
      this.facts = List.of(facts);
    }

    boolean isOfFull() {
      return taken == SEATS;
    }

    String[] command(String key) {
      return Stream.concat(Stream.of(facts.isEmpty() ? "DEL" : "HSET", key), facts.stream())
          .toArray(String[]::new);
    }
  }

  /**
   * @param claimed whether claims are sent for it too; otherwise the ticks alone tell of it
   */
  private record Victim(long slot, Lie lie, boolean claimed, String key) {
    static Victim in(TestIntake intake, Lie lie, boolean claimed) throws Exception {
      var office = "SMPN-%02d".formatted(1 + lie.ordinal());
      long slot = intake.slot(office, claimed ? "DOMICILE" : "AFFIRMATION", SEATS);
      return new Victim(slot, lie, claimed, Redis.key(intake, "slot:" + slot));
    }

    void lieAbout() throws IOException {
      Redis.run(lie.command(key));
    }

    /** Nothing is free where it is full and something where it is not, by a likely version. */
    boolean isTrue() throws IOException {
      var facts = Redis.run("HMGET", key, "free", "version");
      return facts.getFirst() != null
          && lie.isOfFull() == facts.getFirst().equals("0")
          && !Set.of("0", "1000000").contains(facts.getLast());
    }
  }

  private final Burst burst = new Burst();

  @BeforeEach
  void trusted() {
    Meters.awaitTrust();
  }

  private static int ticksUntilTrue(List<Victim> victims) throws Exception {
    return ticksUntil(
        () -> {
          boolean allTrue = true;
          for (var victim : victims) {
            allTrue &= victim.isTrue();
          }
          return allTrue;
        });
  }

  @Test
  void whateverRedisSaysWronglyIsHealedWhileClaimsGoOn() throws Exception {
    var intake = TestIntake.open();
    var victims = new ArrayList<Victim>();
    for (var lie : Lie.values()) {
      victims.add(Victim.in(intake, lie, true));
      victims.add(Victim.in(intake, lie, false));
    }
    for (var victim : victims) {
      assertThat(burst.send(Application.of(victim.slot(), victim.lie().taken)))
          .allMatch(Answer::isSeat);
    }
    var full = victims.stream().filter(one -> one.lie().isOfFull()).map(Victim::slot).toList();
    var claimed = victims.stream().filter(Victim::claimed).map(Victim::slot).collect(toSet());
    ticksUntilTrue(victims);
    var families = new Families(List.copyOf(claimed));
    try (families) {
      for (int round = 0; round < ROUNDS; round++) {
        families.awaitClaims(claimed);
        long from = System.nanoTime();
        for (var victim : victims) {
          victim.lieAbout();
        }
        assertThat(ticksUntilTrue(victims)).as("round " + round).isLessThanOrEqualTo(Ticks.TO_HEAL);
        assertThat(families.slotsClaimed(from, System.nanoTime())).isEqualTo(claimed);
      }
      families.awaitClaims(claimed);
    }
    assertThat(families.answers())
        .allMatch(answer -> answer.isSeat() || answer.type().equals("/problems/slot-full"))
        .noneMatch(answer -> answer.isSeat() && full.contains(answer.application().slot()));
    // Each seat that was given back is there, and not one more.
    for (var victim : victims) {
      assertThat(
              burst.send(Application.of(victim.slot(), 2 * SEATS)).stream().filter(Answer::isSeat))
          .as("%s", victim)
          .hasSize(SEATS - victim.lie().taken);
    }
    assertThat(intake.audit().getLong("totals.taken")).isEqualTo(victims.size() * (long) SEATS);
    intake.assertSound();
  }

  @Test
  void whatClaimsAndTicksTellBesideEachOtherIsNoDivergence() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(SEATS);
    var kinds = List.of("absent", "different", "false-version", "behind");
    List<Double> before;
    try (var families = new Families(List.of(slot))) {
      families.awaitClaims(Set.of(slot));
      before = kinds.stream().map(Meters::divergence).toList();
      Ticks.pass(5);
      families.awaitClaims(Set.of(slot));
    }
    assertThat(kinds.stream().map(Meters::divergence).toList()).isEqualTo(before);
  }

  /**
   * Their batch stands before a lock: they are pending while a tick tells that all seats are free.
   * One and no more, for after 3 s of waiting the room tells newcomers that it is overloaded.
   */
  @Test
  void aSeatThatIsBeingClaimedIsOfferedToNobodyElse() throws Exception {
    var intake = TestIntake.open();
    var slot = intake.slot(SEATS);
    var pending = Redis.key(intake, "pending:" + slot);
    eventually(() -> assertThat(fact(intake, slot, "free")).isEqualTo("" + SEATS));
    try (var other = Database.connect();
        var gate = other.createStatement()) {
      other.setAutoCommit(false);
      gate.execute("SELECT 1 FROM intake_gate WHERE intake_id = " + intake.id() + " FOR UPDATE");
      var first = Stream.generate(() -> burst.send(Application.of(slot))).limit(SEATS).toList();
      eventually(() -> assertThat(Redis.run("ZCARD", pending)).containsExactly("" + SEATS));
      publishOnce(intake, slot);
      Meters.awaitTrust();
      double refused = Meters.sum("kursi_doorman_total", "answer=\"full\"");
      assertThat(burst.send(Application.of(slot)).get(3, SECONDS).type())
          .isEqualTo("/problems/slot-full");
      assertThat(Meters.sum("kursi_doorman_total", "answer=\"full\"")).isEqualTo(refused + 1);
      assertThat(Meters.sum("kursi_ledger_claims_waiting")).isEqualTo(SEATS);
      assertThat(first).noneMatch(CompletableFuture::isDone);
      other.rollback();
      assertThat(first.stream().map(CompletableFuture::join)).allMatch(Answer::isSeat);
    }
    intake.assertSound();
    assertThat(intake.audit().getLong("totals.taken")).isEqualTo(SEATS);
  }

  /** Until a tick has told of this slot: only that takes away what is written here. */
  private static void publishOnce(TestIntake intake, long slot) throws Exception {
    Redis.run("HSET", Redis.key(intake, "slot:" + slot), "places", "99");
    assertThat(ticksUntil(() -> !fact(intake, slot, "places").equals("99")))
        .isLessThanOrEqualTo(Ticks.TO_HEAL);
  }
}
