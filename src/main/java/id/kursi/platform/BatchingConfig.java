package id.kursi.platform;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things may take where many gather into batches, each bound with its reason. */
public interface BatchingConfig {
  /** In the room at most: some seconds of work; more would only wait longer to be refused. */
  @WithDefault("20000")
  int places();

  /** How long somebody may wait to be sent: past this a parent has pressed again. */
  @WithDefault("5S")
  Duration waitAtMost();

  /**
   * Whoever would wait for longer is refused at once: a phone that hears so in a moment can say
   * when to come again, and what waits is answered soon.
   */
  @WithDefault("3S")
  Duration backlog();

  /** How long a batch may take before its callers hear that the outcome is unknown. */
  @WithDefault("8S")
  Duration answerWithin();

  /** After this a silent connection is given up and the same batch sent again over a new one. */
  @WithDefault("4S")
  Duration silentAtMost();
}
