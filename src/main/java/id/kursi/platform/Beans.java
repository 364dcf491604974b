package id.kursi.platform;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Time and randomness, so that whoever needs them is given them. */
final class Beans {
  /**
   * @param offset how far this machine's clock is taken to be ahead: a rehearsal of clocks that
   *     disagree (bin/faults), for nobody may set the clock of a machine where other things run
   */
  @Produces
  @Singleton
  Clock clock(@ConfigProperty(name = "kursi.clock.offset", defaultValue = "0S") Duration offset) {
    return Clock.offset(Clock.systemUTC(), offset);
  }

  @Produces
  @Singleton
  Ticker ticker() {
    return System::nanoTime;
  }

  @Produces
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }
}
