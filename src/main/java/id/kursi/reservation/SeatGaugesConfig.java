package id.kursi.reservation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The gauges of seats left. */
@ConfigMapping(prefix = "kursi.seat-gauges")
public interface SeatGaugesConfig {
  /**
   * Slots with a gauge of their own: a time series each in Prometheus, for each instance. Fifty
   * thousand slots would be more than all else that is measured; intakes always have theirs.
   */
  @WithDefault("500")
  int slots();
}
