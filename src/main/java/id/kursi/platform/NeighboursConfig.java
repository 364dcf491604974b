package id.kursi.platform;

import io.smallrye.config.ConfigMapping;

/**
 * What the service cannot start without, gathered so that a start without them names every missing
 * setting at once. Each takes its value from the standard setting of Quarkus or MicroProfile, which
 * is the one to set.
 */
@ConfigMapping(prefix = "kursi.neighbours")
public interface NeighboursConfig {
  /** {@code quarkus.datasource.reactive.url}: postgresql://host:port/database. */
  String postgres();

  /** {@code quarkus.redis.hosts}: redis://host:port. */
  String redis();

  /** {@code mp.jwt.verify.publickey.location}: a JWKS or PEM file, or the address of a JWKS. */
  String tokenKeys();

  /** {@code mp.jwt.verify.issuer}. */
  String tokenIssuer();

  /** {@code mp.jwt.verify.audiences}. */
  String tokenAudiences();
}
