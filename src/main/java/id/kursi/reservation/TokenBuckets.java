package id.kursi.reservation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import id.kursi.reservation.RedisLink.Script;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Token buckets of one kind, shared by all instances through Redis. An instance spends on credit
 * and tells Redis after every few tokens, so that a request waits for nobody and most cost Redis
 * nothing: an account gets past its limit by those few for each instance, and no more. Without
 * Redis each instance keeps the limit for itself.
 */
final class TokenBuckets {
  /** Of a bucketful, told at once. */
  private static final int TELL_EVERY = 8;

  private static final int MOST = 200_000;
  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final Script BUCKET = Script.load("bucket.lua");

  /**
   * @param left whole tokens that are left
   * @param again how long until there is one; zero where there is
   */
  record Spent(long left, Duration again) {
    boolean isRefused() {
      return !again.isZero();
    }
  }

  private final String kind;
  private final int burst;
  private final double perSecond;
  private final int tellEvery;
  private final String prefix;
  private final Function<String, String> keyOf;
  private final RedisLink redis;
  private final Duration within;
  private final Cache<String, Bucket> buckets;

  /**
   * @param keyOf what stands for an owner in a key of Redis
   */
  TokenBuckets(
      String kind,
      RateLimitConfig.Bucket config,
      String prefix,
      Function<String, String> keyOf,
      RedisLink redis,
      Duration within) {
    this.kind = kind;
    burst = config.burst();
    perSecond = config.perMinute() / 60.0;
    tellEvery = Math.max(1, burst / TELL_EVERY);
    this.prefix = prefix + ":limit:" + kind + ":";
    this.keyOf = keyOf;
    this.redis = redis;
    this.within = within;
    buckets =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfter(Expiry.<String, Bucket>accessing((owner, bucket) -> bucket.life()))
            .build();
  }

  int burst() {
    return burst;
  }

  /** As RateLimit-Policy has it: the quota, and the seconds in which it comes back. */
  String policy() {
    return "\"%s\";q=%d;w=%d".formatted(kind, burst, (long) Math.ceil(burst / perSecond));
  }

  /** As RateLimit has it: what is left, and the seconds until the quota is whole again. */
  String state(Spent spent) {
    return "\"%s\";r=%d;t=%d"
        .formatted(
            kind,
            Math.max(0, spent.left()),
            (long) Math.ceil((burst - Math.max(0, spent.left())) / perSecond));
  }

  Spent spend(String owner) {
    return buckets.get(owner, this::bucket).spend();
  }

  private Bucket bucket(String owner) {
    return new Bucket(prefix + keyOf.apply(owner));
  }

  private final class Bucket {
    private final String key;
    private double left = burst;
    private long at = System.nanoTime();
    private int untold;
    private boolean telling;

    Bucket(String key) {
      this.key = key;
    }

    /**
     * Until it is full again, and then as good as new: most are used once. It is asked before the
     * token is taken, hence a moment more.
     */
    synchronized Duration life() {
      return Duration.ofNanos((long) ((burst - left + 1) / perSecond * 1e9)).plus(MOMENT);
    }

    Spent spend() {
      Spent spent;
      int tell;
      synchronized (this) {
        long now = System.nanoTime();
        left = Math.min(burst, left + (now - at) / 1e9 * perSecond);
        at = now;
        if (left < 1) {
          return new Spent(0, Duration.ofNanos((long) ((1 - left) / perSecond * 1e9) + 1));
        }
        left -= 1;
        untold++;
        spent = new Spent((long) left, Duration.ZERO);
        tell = untold >= tellEvery && !telling ? untold : 0;
        if (tell > 0) {
          untold = 0;
          telling = true;
        }
      }
      if (tell > 0) {
        tell(tell);
      }
      return spent;
    }

    private void tell(int spent) {
      var arguments =
          List.of(Integer.toString(burst), Double.toString(perSecond), Integer.toString(spent));
      redis
          .run(BUCKET, List.of(key), arguments, within)
          .subscribe()
          .with(answer -> told(Double.parseDouble(answer.toString())), unanswered -> untold());
    }

    /** What others spent is taken off; what was spent here meanwhile is not known there yet. */
    private synchronized void told(double leftThere) {
      left = Math.min(left, leftThere - untold);
      telling = false;
    }

    /**
     * Not told again: a Redis that answers late has taken it off all the same, and a family would
     * pay for each time that it was asked.
     */
    private synchronized void untold() {
      telling = false;
    }
  }
}
