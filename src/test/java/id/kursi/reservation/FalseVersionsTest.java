package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FalseVersionsTest {
  private final FalseVersions versions = new FalseVersions(System::nanoTime);

  private static List<SlotCounts> snapshot(long version) {
    return List.of(new SlotCounts(1, 5, 0, 0, 0, 0, version));
  }

  @Test
  void aVersionThatALaterSnapshotHasNotReachedIsFalse() {
    versions.seen(Map.of(1L, 9L));
    assertThat(versions.in(snapshot(8), System.nanoTime())).isEqualTo(Map.of(1L, 9L));
    // Told once; it is overwritten, or seen again.
    assertThat(versions.in(snapshot(8), System.nanoTime())).isEmpty();
  }

  @Test
  void aSnapshotWhoseReadingBeganBeforeSaysNothing() {
    long before = System.nanoTime();
    versions.seen(Map.of(1L, 9L));
    assertThat(versions.in(snapshot(8), before)).isEmpty();
    assertThat(versions.in(snapshot(8), System.nanoTime())).isEqualTo(Map.of(1L, 9L));
  }

  @Test
  void aVersionThatTheLedgerHasReachedWasTrue() {
    versions.seen(Map.of(1L, 9L));
    assertThat(versions.in(snapshot(9), System.nanoTime())).isEmpty();
    assertThat(versions.in(snapshot(8), System.nanoTime())).isEmpty();
  }
}
