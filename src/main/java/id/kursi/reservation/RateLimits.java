package id.kursi.reservation;

import id.kursi.platform.AccountLimits;
import id.kursi.platform.DirectRoutes.Asked;
import id.kursi.platform.Problem;
import id.kursi.platform.ProblemReplies;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Reply;
import id.kursi.platform.Seals;
import id.kursi.reservation.TokenBuckets.Spent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.function.Function;

/**
 * Refuses an account that asks too often, and claims for a child that come too often, before
 * anything is taken.
 */
@ApplicationScoped
class RateLimits implements AccountLimits {
  private final TokenBuckets claims;
  private final TokenBuckets reads;
  private final TokenBuckets children;
  private final ProblemReplies problems;

  RateLimits(
      RateLimitConfig config,
      SeatCounterConfig counter,
      RedisLink redis,
      Seals seals,
      ProblemReplies problems) {
    Function<String, String> hashed = account -> base64(seals.hash("account", account));
    var within = counter.toldWithin();
    claims = new TokenBuckets("claims", config.claims(), counter.prefix(), hashed, redis, within);
    reads = new TokenBuckets("reads", config.reads(), counter.prefix(), hashed, redis, within);
    children =
        new TokenBuckets(
            "child", config.child(), counter.prefix(), Function.identity(), redis, within);
    this.problems = problems;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public Uni<Reply> claims(Asked asked, Function<Asked, Uni<Reply>> answer) {
    return within(claims, asked, answer);
  }

  @Override
  public Uni<Reply> reads(Asked asked, Function<Asked, Uni<Reply>> answer) {
    return within(reads, asked, answer);
  }

  /**
   * @param holder the child as Redis knows it
   */
  Spent ofChild(String holder) {
    return children.spend(holder);
  }

  private Uni<Reply> within(TokenBuckets buckets, Asked asked, Function<Asked, Uni<Reply>> answer) {
    var spent = buckets.spend(asked.account());
    tell(buckets, spent, asked.context().response());
    return spent.isRefused()
        ? Uni.createFrom()
            .item(
                problems.of(
                    Problem.of(ProblemType.TOO_MANY_REQUESTS).after(spent.again()),
                    asked.language()))
        : answer.apply(asked);
  }

  /** Told once half is used: until then nobody need care, and thousands of answers stay short. */
  private static void tell(TokenBuckets buckets, Spent spent, HttpServerResponse response) {
    if (spent.left() * 2 < buckets.burst()) {
      response.putHeader("RateLimit-Policy", buckets.policy());
      response.putHeader("RateLimit", buckets.state(spent));
    }
  }
}
