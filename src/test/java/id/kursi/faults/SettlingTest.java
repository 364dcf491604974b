package id.kursi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.kursi.faults.Ledger.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlingTest {
  @Test
  void aReportThatSaysOtherCountsIsFound() throws Exception {
    var slot = new Slot(7, 2, 2, 1, 2, 3);
    var said =
        """
        {"slots":[{"slotId":7,"capacity":2,"taken":%d,"waiting":1,"entries":3,"lastSequence":2}]}""";
    var json = new ObjectMapper();
    assertThat(Settling.differing(List.of(slot), json.readTree(said.formatted(2)))).isZero();
    assertThat(Settling.differing(List.of(slot), json.readTree(said.formatted(1)))).isEqualTo(1);
    assertThat(Settling.differing(List.of(slot), json.readTree("{\"slots\":[]}"))).isEqualTo(1);
  }
}
