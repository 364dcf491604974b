package id.kursi.reservation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The demo intakes: Tangerang Selatan's SMP admission of 2025, by arrival and ranked. */
@ConfigMapping(prefix = "kursi.demo")
public interface DemoConfig {
  /** Loads them at start where they are not there yet. On in dev mode. */
  @WithDefault("false")
  boolean load();

  /** When they open, from the moment they are loaded. */
  @WithDefault("0S")
  Duration opensIn();

  /** How long they stay open: long enough to try things out. */
  @WithDefault("P365D")
  Duration openFor();
}
