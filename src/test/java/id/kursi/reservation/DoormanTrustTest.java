package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Stories that chance does not come upon in thousands of seeds, and that the doorman's trust is
 * for: Redis stays as it was while the ledger goes on without it.
 */
class DoormanTrustTest {
  private static final int SEEDS = 100;
  private static final int END = 1_000;
  private static final long SLOT = 1;

  private interface Story {
    void play(SimWorld world, String seed);
  }

  @BeforeAll
  static void withoutContexts() {
    Infrastructure.clearInterceptors();
  }

  /** Plays it in worlds of all kinds. */
  private static void play(PlantedBug bug, Story story) {
    int played = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      var world = new SimWorld(seed, bug, false);
      if (world.isPatient()) {
        world.start();
        story.play(world, "seed " + seed);
        played++;
      }
    }
    assertThat(played).isPositive();
  }

  @Test
  void aDoormanComeBackIsNotTrustedBeforeItWasTold() {
    play(
        PlantedBug.NONE,
        (world, seed) -> {
          var here = world.instance(0);
          var citizens = world.citizens();
          var first = stranger(citizens);
          assertThat(citizens.ask(first, here)).as(seed).isInstanceOf(Outcome.Made.class);
          while (citizens.ask(stranger(citizens), here) instanceof Outcome.Made) {
            // Until the slot is full, and Redis knows it.
          }
          world.redis.cut();
          world.redis.cut();
          citizens.step(first, Status.CANCELLED, here);
          world.steps.drain(END);
          var next = stranger(citizens);
          assertThat(citizens.ask(next, here)).as(seed).isInstanceOf(Outcome.Made.class);
          here.tick();
          while (!here.herald.canBeTold()) {
            world.steps.take();
          }
          assertThat(citizens.ask(next, here)).as(seed).isInstanceOf(Outcome.Present.class);
        });
  }

  @Test
  void nobodyHearsOfASeatBeforeTheDoormanHas() {
    play(
        PlantedBug.NONE,
        (world, seed) -> {
          var heard = lastSeatWithSlowWords(world);
          assertThat(heard).as(seed).hasNullValue();
          world.redis.delay("A", false);
          world.steps.drain(END);
          assertThat(heard.get()).as(seed).isInstanceOf(Outcome.Made.class);
        });
  }

  @Test
  void aRepeatElsewhereIsRefusedWhereWordsAreNotHeard() {
    play(
        PlantedBug.TOLD_UNHEARD,
        (world, seed) -> {
          assertThat(lastSeatWithSlowWords(world).get()).as(seed).isInstanceOf(Outcome.Made.class);
          assertThat(repeatElsewhere(world)).as(seed).isInstanceOf(Outcome.SlotFull.class);
        });
  }

  /** The last seat goes through A, whose words reach the doorman late. What the citizen hears. */
  private static AtomicReference<Object> lastSeatWithSlowWords(SimWorld world) {
    allButOne(world);
    world.redis.delay("A", true);
    var heard = world.citizens().begin(last(world), world.instance(0));
    goOn(world);
    // It is the doorman's answer that takes too long: the claim goes to the ledger.
    world.redis.timeOut();
    goOn(world);
    return heard;
  }

  /** Rooms look around as long as something is under way: there is no end to wait for. */
  private static void goOn(SimWorld world) {
    for (int i = 0; i < END && !world.steps.isIdle(); i++) {
      world.steps.take();
    }
  }

  /** The other instance could have refused for a while yet. */
  @Test
  void anUntoldSeatIsHeardOfWhenNobodyRefusesAnyMore() {
    play(
        PlantedBug.NONE,
        (world, seed) -> {
          allButOne(world);
          world.redis.cut("A");
          assertThat(world.instance(1).counter.isTrusted()).as(seed).isTrue();
          assertThat(world.citizens().ask(last(world), world.instance(0)))
              .as(seed)
              .isInstanceOf(Outcome.Made.class);
          assertThat(repeatElsewhere(world)).as(seed).isInstanceOf(Outcome.Present.class);
        });
  }

  @Test
  void whereOneCannotTellNobodyRefusesByTheDoorman() {
    play(
        PlantedBug.NONE,
        (world, seed) ->
            assertThat(repeatElsewhereOfTheUntold(world))
                .as(seed)
                .isInstanceOf(Outcome.Present.class));
  }

  @Test
  void aRepeatElsewhereIsRefusedWhereTheUntoldIsOverlooked() {
    play(
        PlantedBug.UNTOLD_OVERLOOKED,
        (world, seed) ->
            assertThat(repeatElsewhereOfTheUntold(world))
                .as(seed)
                .isInstanceOf(Outcome.SlotFull.class));
  }

  /** The last seat goes through A, which has lost the doorman for a while. */
  private static Object repeatElsewhereOfTheUntold(SimWorld world) {
    allButOne(world);
    world.redis.cut("A");
    world.instance(0).say();
    world.steps.drain(END);
    world.time.pass(Duration.ofSeconds(2));
    world.instance(1).tick();
    world.steps.drain(END);
    assertThat(world.citizens().ask(last(world), world.instance(0)))
        .isInstanceOf(Outcome.Made.class);
    return repeatElsewhere(world);
  }

  /** Somebody else's claim is pending at the doorman's for the same seat: nothing is left there. */
  private static Object repeatElsewhere(SimWorld world) {
    var citizens = world.citizens();
    citizens.begin(stranger(citizens), world.instance(1));
    var heard = citizens.begin(last(world), world.instance(1));
    world.steps.drain(END);
    return heard.get();
  }

  private static void allButOne(SimWorld world) {
    var citizens = world.citizens();
    while (world.postgres.committed().slots.get(SLOT).counts().free() > 1) {
      citizens.ask(stranger(citizens), world.instance(0));
    }
    citizens.wish(99_999, "last", SLOT, false);
  }

  private static SimCitizens.Wish last(SimWorld world) {
    return world.citizens().wishes.stream()
        .filter(wish -> wish.claim.account().equals("last"))
        .findFirst()
        .orElseThrow();
  }

  private static SimCitizens.Wish stranger(SimCitizens citizens) {
    int number = 50_000 + citizens.wishes.size();
    return citizens.wish(number, "stranger " + number, SLOT, false);
  }
}
