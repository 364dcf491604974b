package id.kursi.waitingroom;

import id.kursi.platform.BatchingConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The waiting room's limits, each with its reason. */
@ConfigMapping(prefix = "kursi.waiting-room")
public interface RoomConfig extends BatchingConfig {
  /** Time between two steps of the pointer, and between two looks at the rooms. */
  @WithDefault("1S")
  Duration every();

  /** Entries of a batch. */
  @WithDefault("512")
  int batchSize();

  /** Families a second that the partners behind a claim can bear: no line is faster. */
  Optional<Double> partnerBudget();

  /** What a line's rate grows by with each step while the seat path is well: families a second. */
  @WithDefault("2")
  double rateStep();

  /** A seat path whose room is fuller than this share is not well. */
  @WithDefault("0.25")
  double fullestRoom();

  /** A seat path whose batches take longer than this is not well. */
  @WithDefault("250MS")
  Duration slowestBatch();

  /** Where drand's rounds are asked for, in this order; none of them is trusted. */
  @WithDefault("https://api.drand.sh,https://drand.cloudflare.com")
  List<String> drandRelays();

  /** For how long each relay is waited for. */
  @WithDefault("3S")
  Duration drandWithin();

  /** From the opening to the round that is drawn with: time to publish the root before it. */
  @WithDefault("30S")
  Duration drawAfter();

  /** A question to whoever enters, asked by somebody else's page; off unless set. */
  Optional<Challenge> challenge();

  /** What checks the answers: the protocol that hCaptcha, Turnstile and reCAPTCHA share. */
  interface Challenge {
    URI verify();

    String secret();
  }
}
