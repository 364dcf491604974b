package id.kursi.reservation;

import io.restassured.RestAssured;
import java.util.HashSet;
import java.util.Set;

/** Time as an instance counts it: by the snapshots that it took, however slow the machine is. */
final class Ticks {
  private static final int AT_MOST = 20;

  /** Something that may not hold yet. */
  interface Check {
    boolean holds() throws Exception;
  }

  /** How many snapshots the service under test took until it held. */
  static int ticksUntil(Check check) throws Exception {
    return ticksUntil(RestAssured.port, check);
  }

  /** How many snapshots the instance at this port took until it held. */
  static int ticksUntil(int port, Check check) throws Exception {
    Set<String> seen = new HashSet<>();
    do {
      seen.add(Api.anybody().port(port).get("/v1/intakes").header("Kursi-As-Of"));
      if (check.holds()) {
        return seen.size() - 1;
      }
    } while (seen.size() <= AT_MOST);
    return seen.size();
  }

  private Ticks() {}
}
