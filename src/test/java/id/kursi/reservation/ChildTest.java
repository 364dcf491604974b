package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"3674011705130001", "3674015705130001", "3674012902130001", "3674017112990001"})
  void aNikHasABirthDateWithFortyAddedForGirls(String nik) {
    assertThat(Child.isNik(nik)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3674010005130001",
        "3674013205130001",
        "3674014005130001",
        "3674017205130001",
        "3674011700130001",
        "3674011713130001",
        "3674013002130001",
        "0674011705130001",
        "367401170513001",
        "36740117051300011",
        "36740117O5130001"
      })
  void aNikWithoutADateIsNone(String nik) {
    assertThat(Child.isNik(nik)).isFalse();
  }

  @Test
  void aChildComesBackFromItsJsonAndNeverShowsInText() {
    var child =
        new Child(
            "3674011705130001",
            "Siti \"Kecil\"",
            LocalDate.of(2013, 5, 17),
            "Budi",
            "081234567890");
    assertThat(Child.of(child.json())).isEqualTo(child);
    assertThat(child.toString()).isEqualTo("Child[sealed]");
    assertThat(child.maskedNik()).isEqualTo("************0001");
  }
}
