package id.kursi.reservation;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Limits that a test can reach; no token comes back while it runs. */
public class LowLimits implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "kursi.rate-limit.claims.burst", "16",
        "kursi.rate-limit.claims.per-minute", "1",
        "kursi.rate-limit.reads.burst", "4",
        "kursi.rate-limit.reads.per-minute", "1",
        "kursi.rate-limit.child.burst", "3",
        "kursi.rate-limit.child.per-minute", "1");
  }
}
