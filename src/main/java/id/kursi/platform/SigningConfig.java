package id.kursi.platform;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** The keys with which the service signs what people may show to others. */
@ConfigMapping(prefix = "kursi.signing")
public interface SigningConfig {
  /**
   * A file with a JWK set of private P-256 keys, as {@code bin/signing-key} makes it: the first
   * signs, and the public half of each is published.
   */
  Path keys();
}
