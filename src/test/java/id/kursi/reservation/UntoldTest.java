package id.kursi.reservation;

import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is said in the ledger is found by whoever reads it, for as long as it was said. */
@ServiceTest
class UntoldTest {
  private static final Duration WITHIN = Duration.ofSeconds(10);

  @Inject LedgerReads ledger;

  private boolean isUntold() {
    return ledger.snapshot().await().atMost(WITHIN).untold();
  }

  @Test
  void whatIsSaidStandsForItsTime() {
    eventually(() -> assertThat(isUntold()).isFalse());
    ledger.sayUntold(Duration.ofSeconds(3)).await().atMost(WITHIN);
    // A shorter word does not end a longer one.
    ledger.sayUntold(Duration.ZERO).await().atMost(WITHIN);
    assertThat(isUntold()).isTrue();
    eventually(() -> assertThat(isUntold()).isFalse());
    Meters.awaitTrust();
  }
}
