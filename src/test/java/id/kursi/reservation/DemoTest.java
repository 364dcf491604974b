package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DemoTest {
  private final Demo.Data data = Demo.read();

  @Test
  void theDemoHasTheSeatsOf2025() {
    assertThat(data.schools()).hasSize(24);
    assertThat(data.schools().stream().mapToInt(Demo.School::classes).sum()).isEqualTo(237);
    assertThat(Demo.slots(data)).hasSize(96);
    assertThat(Demo.slots(data).stream().mapToInt(Demo.DemoSlot::capacity).sum()).isEqualTo(9_954);
  }

  @Test
  void theSharesOfASchoolAddUpToItsSeats() {
    for (int seats = 0; seats < 1_000; seats++) {
      assertThat(Arrays.stream(Demo.shares(seats, new int[] {40, 5, 25, 30})).sum())
          .isEqualTo(seats);
    }
    assertThat(Demo.shares(420, new int[] {40, 5, 25, 30})).containsExactly(168, 21, 105, 126);
    assertThat(Demo.shares(378, new int[] {40, 5, 25, 30})).containsExactly(151, 19, 95, 113);
  }
}
