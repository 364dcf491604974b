package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.reservation.DoormanScripts.Published;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LastToldTest {
  private final LastTold lastTold = new LastTold();

  private void told(long version, Map<Long, Long> ahead) {
    var slot = new SlotCounts(1, 5, 0, 0, 0, 0, version);
    lastTold.told(List.of(slot), new Published(Set.of(), ahead, 0, 0, 0, 0));
  }

  @Test
  void aWordThatCameLateWasNotTaken() {
    told(8, Map.of());
    told(7, Map.of(1L, 8L));
    told(9, Map.of(1L, 10L));
    assertThat(lastTold.versions()).isEqualTo(Map.of(1L, 8L));
  }

  @Test
  void afterAFalseVersionALowerOneCounts() {
    told(100, Map.of());
    lastTold.forget(Set.of(1L));
    assertThat(lastTold.versions()).isEmpty();
    told(50, Map.of());
    assertThat(lastTold.versions()).isEqualTo(Map.of(1L, 50L));
  }
}
