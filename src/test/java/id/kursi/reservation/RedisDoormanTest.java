package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.reservation.DoormanScripts.Known;
import id.kursi.reservation.DoormanScripts.Settled;
import id.kursi.reservation.DoormanScripts.Versions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The scripts in Redis keep the doorman's rules, and do in every case what the model does. */
@ServiceTest
class RedisDoormanTest extends DoormanConformance {
  private static final int LIFE_MS = 3_600_000;

  @Inject DoormanScripts scripts;
  @Inject Herald herald;

  @Override
  DoormanScripts scripts() {
    await(herald.open());
    return scripts;
  }

  @Override
  <T> T await(Uni<T> answer) {
    return answer.await().atMost(WITHIN);
  }

  @Override
  void pass(Duration time) {
    Eventually.after(time.toMillis());
  }

  @Test
  void redisAndTheModelDoTheSame() {
    for (int seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      var model = new ModelDoorman();
      long of = intake + 1 + seed;
      for (int call = 0; call < 40; call++) {
        if (random.nextBoolean()) {
          var asks = some(random, of);
          assertThat(await(scripts().ask(of, asks, Duration.ofMillis(LIFE_MS), WITHIN)))
              .as("seed %s, call %s", seed, call)
              .isEqualTo(model.ask(asks, LIFE_MS, 1));
        } else {
          var slots = slots(random);
          var settled =
              some(random, of).stream()
                  .map(ask -> new Settled(ask.slotId(), Known.of(ask), random.nextBoolean()))
                  .toList();
          var versions = new Versions(ofTheFirst(random), ofTheFirst(random));
          assertThat(await(scripts().publish(of, slots, versions, settled, WITHIN)))
              .as("seed %s, call %s", seed, call)
              .isEqualTo(model.publish(slots, versions, settled));
        }
        var both = List.of(1L, 2L);
        assertThat(await(scripts().believed(of, both, WITHIN)))
            .as("seed %s, call %s", seed, call)
            .isEqualTo(model.believed(both, 1));
      }
    }
  }

  /** Some claims of few children and ids, each id once. */
  private static List<Ask> some(Random random, long intake) {
    var ids = new HashSet<Integer>();
    return Stream.generate(() -> random.nextInt(12))
        .limit(1 + random.nextInt(4))
        .filter(ids::add)
        .map(number -> ask(intake, 1 + number % 2, number, random.nextInt(4) == 0))
        .toList();
  }

  /** Some version of the first slot, or none. */
  private static Map<Long, Long> ofTheFirst(Random random) {
    return random.nextBoolean() ? Map.of(1L, (long) random.nextInt(20)) : Map.of();
  }

  private static List<SlotCounts> slots(Random random) {
    return IntStream.rangeClosed(1, 2)
        .filter(slot -> random.nextBoolean())
        .mapToObj(
            slot ->
                new SlotCounts(
                    slot,
                    random.nextInt(4),
                    0,
                    0,
                    random.nextInt(2),
                    random.nextInt(5),
                    random.nextInt(20)))
        .toList();
  }
}
