package id.kursi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.faults.Schedule.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final EnumSet<Kind> KINDS = EnumSet.allOf(Kind.class);

  private static List<List<Fault>> bouts(long seed, int rounds) {
    var schedule = new Schedule(seed, KINDS);
    var bouts = new ArrayList<List<Fault>>();
    for (int round = 0; round < rounds; round++) {
      bouts.addAll(schedule.round());
    }
    return bouts;
  }

  private static List<Kind> kinds(List<List<Fault>> bouts, boolean alone) {
    return bouts.stream()
        .filter(bout -> (bout.size() == 1) == alone)
        .flatMap(List::stream)
        .map(Fault::kind)
        .toList();
  }

  @Test
  void theSameSeedGivesTheSameFaults() {
    assertThat(bouts(42, 12)).isEqualTo(bouts(42, 12)).isNotEqualTo(bouts(43, 12));
  }

  @Test
  void noTwoFaultsOfABoutHitTheSamePart() {
    for (var bout : bouts(42, 40)) {
      assertThat(bout).extracting(fault -> fault.kind().part).doesNotHaveDuplicates();
    }
  }

  @Test
  void aLongRunDoesEachKindAloneAndWithOthersAndEnoughOfAll() {
    for (long seed = 0; seed < 50; seed++) {
      var bouts = bouts(seed, 40);
      var alone = kinds(bouts, true);
      var together = kinds(bouts, false);
      assertThat(alone.subList(0, KINDS.size())).doesNotHaveDuplicates();
      assertThat(together).containsAll(KINDS);
      assertThat(alone.size() + together.size()).isGreaterThanOrEqualTo(200);
    }
  }
}
