package id.kursi.reservation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The doorman in Redis. */
@ConfigMapping(prefix = "kursi.seat-counter")
public interface SeatCounterConfig {
  /** Without it every claim goes to the ledger, as when Redis is away. */
  @WithDefault("true")
  boolean enabled();

  /** Stands before every key, so that several services can share one Redis. */
  @WithDefault("kursi")
  String prefix();

  /** How long a pending claim counts as taken: longer than any answer, so that a lapse is rare. */
  @WithDefault("15S")
  Duration tokenLife();

  /**
   * After this the claim goes to the ledger: waiting longer would make the doorman the slow part.
   */
  @WithDefault("150MS")
  Duration answerWithin();

  /**
   * After this the doorman counts as not told, and is distrusted until a whole snapshot is in. An
   * accepted claim is told before.
   */
  @WithDefault("1S")
  Duration toldWithin();

  /** Claims asked about in one script call. */
  @WithDefault("256")
  int batchSize();

  /** Ids loaded in one step when the index of a slot is made anew. */
  @WithDefault("2000")
  int indexLot();
}
