package id.kursi.reservation;

import id.kursi.platform.NeighboursConfig;
import id.kursi.platform.PgLinks;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The service's settings in a simulated run: small limits, so that each of them is met. */
final class SimSettings {
  /** Nobody is told that an outcome is unknown, and nobody waits too long. */
  static final ReservationConfig RESERVATION =
      reservation(Map.of("wait-at-most", "1H", "answer-within", "1H"));

  /** Whenever the room looks around, all have waited too long. */
  static final ReservationConfig IMPATIENT =
      reservation(Map.of("wait-at-most", "PT-1S", "answer-within", "PT-1S"));

  static final SeatCounterConfig COUNTER =
      mapping(SeatCounterConfig.class, "kursi.seat-counter.", Map.of("index-lot", "2"));

  /** Nobody reaches them, and nothing is told of them. */
  static final RateLimitConfig LIMITS =
      mapping(
          RateLimitConfig.class,
          "kursi.rate-limit.",
          Map.of("child.burst", "1000000", "claims.burst", "1000000", "reads.burst", "1000000"));

  private static final NeighboursConfig NEIGHBOURS = neighbours("redis://nowhere");

  private static final PgLinks LINKS =
      new PgLinks(null, NEIGHBOURS, Optional.empty(), Optional.empty());

  private static ReservationConfig reservation(Map<String, String> patience) {
    var settings = new HashMap<>(patience);
    settings.putAll(Map.of("places", "6", "places-per-account", "3", "batch-size", "3"));
    return mapping(ReservationConfig.class, "kursi.reservation.", settings);
  }

  static <T> T mapping(Class<T> type, String prefix, Map<String, String> settings) {
    var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(type);
    settings.forEach((name, value) -> builder.withDefaultValue(prefix + name, value));
    return builder.build().getConfigMapping(type);
  }

  /** Links that nobody calls: the models stand before them. */
  static PgLinks links() {
    return LINKS;
  }

  static NeighboursConfig neighbours() {
    return NEIGHBOURS;
  }

  static NeighboursConfig neighbours(String redis) {
    return mapping(
        NeighboursConfig.class,
        "kursi.neighbours.",
        Map.of(
            "postgres", "postgresql://nowhere/none",
            "redis", redis,
            "token-keys", "none",
            "token-issuer", "none",
            "token-audiences", "none"));
  }

  private SimSettings() {}
}
