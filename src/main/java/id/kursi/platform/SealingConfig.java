package id.kursi.platform;

import io.smallrye.config.ConfigMapping;

/**
 * The keys of personal data. Neither has a default: a service without keys of its own must not
 * start.
 */
@ConfigMapping(prefix = "kursi.sealing")
public interface SealingConfig {
  /**
   * {@code id:base64} pairs with commas between, 32 bytes each; the first seals, all of them open.
   */
  String keys();

  /**
   * 32 bytes in base64. Finds a child again by the NIK's hash: never changes while an intake lives.
   */
  String holderKey();
}
