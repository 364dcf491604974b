package id.kursi.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The public reads and their limits, each with its reason. */
@ConfigMapping(prefix = "kursi.reads")
public interface ReadsConfig {
  /** How long a cache on the way may answer in our place: as old as the next tick makes it. */
  @WithDefault("1S")
  Duration maxAge();

  /** A reader asks again after a moment between this and the next: each picks its own. */
  @WithDefault("2S")
  Duration askAgainFrom();

  @WithDefault("5S")
  Duration askAgainTo();

  /** Boards and pages that listen at once: each costs an open connection. */
  @WithDefault("20000")
  int subscribers();

  /** A line of silence this long would be cut by proxies. */
  @WithDefault("15S")
  Duration heartbeat();
}
