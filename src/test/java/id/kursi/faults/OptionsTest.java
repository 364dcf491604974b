package id.kursi.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static Options of(String command) {
    var words = List.of(command.split(" "));
    return Options.of(words.subList(1, words.size()));
  }

  @Test
  void theCommandThatIsPrintedAsksForTheSame() {
    var all = of("bin/faults --rounds 3 --seed 42 --parents 2000");
    assertThat(all.command()).doesNotContain("--only");
    assertThat(of(all.command())).isEqualTo(all);
    var some = of("bin/faults --only FAIL_OVER,DISK_FULL");
    assertThat(some.only()).containsExactlyInAnyOrder(Kind.FAIL_OVER, Kind.DISK_FULL);
    assertThat(of(some.command())).isEqualTo(some);
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    for (var wrong :
        List.of("--round 3", "--rounds", "--rounds 0", "--parents x", "--only EARTHQUAKE")) {
      assertThatThrownBy(() -> of("bin/faults " + wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
