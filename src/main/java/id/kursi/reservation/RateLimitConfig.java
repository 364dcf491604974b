package id.kursi.reservation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * How often one account may ask, and how often one child may be claimed for. Never by address: a
 * mobile carrier hides thousands of families behind one.
 */
@ConfigMapping(prefix = "kursi.rate-limit")
public interface RateLimitConfig {
  /** Commands of an account: a family that presses twice a second is never refused. */
  Bucket claims();

  /** Reads of its own reservations by an account. */
  Bucket reads();

  /** Claims for one child, from whichever accounts. */
  Bucket child();

  /** A bucket of tokens: one request takes one, and they come back at a steady pace. */
  interface Bucket {
    /** Tokens that fit: as many requests may come at once. */
    @WithDefault("120")
    int burst();

    /** Tokens that come back in a minute. */
    @WithDefault("120")
    int perMinute();
  }
}
