package id.kursi.reservation;

import static id.kursi.reservation.Eventually.after;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.launcher.CuttableProxy;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What Redis is told of tokens that were spent, where its answers come too late. */
@ServiceTest
class TokenBucketsTest {
  private static final Duration WITHIN = Duration.ofMillis(200);
  private static final Duration LATE = Duration.ofMillis(500);

  @Inject Vertx vertx;

  @ConfigProperty(name = "quarkus.redis.hosts")
  URI address;

  /** The script has run all the same: told again it would take the same tokens again. */
  @Test
  void whatWasToldWithoutAnAnswerIsNotToldAgain() throws Exception {
    var owner = UUID.randomUUID().toString();
    var key = "test:limit:late:" + owner;
    try (var proxy = new CuttableProxy(address.getHost(), address.getPort())) {
      var neighbours = SimSettings.neighbours("redis://" + address.getHost() + ":" + proxy.port());
      var redis = new RedisLink(vertx, neighbours, "standalone");
      redis.open(Duration.ofSeconds(5), () -> {}).await().atMost(Duration.ofSeconds(10));
      var buckets = new TokenBuckets("late", limit(), "test", Function.identity(), redis, WITHIN);
      proxy.delay(LATE);
      // Two are an eighth of a bucketful, and told.
      buckets.spend(owner);
      buckets.spend(owner);
      after(WITHIN.toMillis() + LATE.toMillis());
      buckets.spend(owner);
      buckets.spend(owner);
      eventually(() -> assertThat(Redis.run("HGET", key, "left").toString()).startsWith("[12."));
      redis.close();
    }
  }

  private static RateLimitConfig.Bucket limit() {
    return SimSettings.mapping(
            RateLimitConfig.class,
            "kursi.rate-limit.",
            Map.of("claims.burst", "16", "claims.per-minute", "1"))
        .claims();
  }
}
