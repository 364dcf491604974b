package id.kursi.reservation;

import id.kursi.platform.BatchingConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The limits of the seat path, each with its reason. */
@ConfigMapping(prefix = "kursi.reservation")
public interface ReservationConfig extends BatchingConfig {
  /**
   * Commands in hand of one account: a family's phones, and not a script that crowds the batches.
   */
  @WithDefault("16")
  int placesPerAccount();

  /**
   * Claims of a batch: beyond some hundreds a transaction gets longer, not cheaper. One is the
   * naive mode.
   */
  @WithDefault("256")
  int batchSize();

  /**
   * Claim batches under way, a connection each. A second would mostly wait for the lock of the
   * first, while the claims in it could have gathered on: one makes larger batches, and fewer.
   */
  @WithDefault("1")
  int batchesUnderWay();

  /** How long an operator's command or an audit may take: it reads whole tables. */
  @WithDefault("30S")
  Duration deskWithin();

  /** Time between two snapshots: what readers see is this old at most. */
  @WithDefault("1S")
  Duration snapshotEvery();

  /** Time between two looks for holds that have ended. */
  @WithDefault("1S")
  Duration expireEvery();

  /** Holds expired in one look: bounds the transaction that a burst of ended holds makes. */
  @WithDefault("1000")
  int expireAtMost();
}
