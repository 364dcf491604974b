package id.kursi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void theSameSeedGivesTheSameFaultsAndEachKindComesBeforeAnyComesAgain() {
    var kinds = EnumSet.allOf(Kind.class);
    var one = new Schedule(42, kinds);
    var other = new Schedule(42, kinds);
    var drawn = new ArrayList<Kind>();
    for (int round = 0; round < 12; round++) {
      var bouts = one.round();
      assertThat(bouts).isEqualTo(other.round());
      bouts.forEach(
          bout -> {
            assertThat(bout).extracting(fault -> fault.kind().part).doesNotHaveDuplicates();
            bout.forEach(fault -> drawn.add(fault.kind()));
          });
    }
    assertThat(drawn.subList(0, kinds.size())).doesNotHaveDuplicates();
    assertThat(new Schedule(43, kinds).round()).isNotEqualTo(new Schedule(42, kinds).round());
  }
}
