package id.kursi.reservation;

import io.restassured.RestAssured;
import java.util.HashSet;
import java.util.Set;

/** Time as an instance counts it: by the snapshots that it took, however slow the machine is. */
final class Ticks {
  /**
   * So many heal whatever Redis says wrongly: one may be under way as the difference is made, and
   * then two follow.
   */
  static final int TO_HEAL = 3;

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
      seen.add(snapshot(port));
      if (check.holds()) {
        return seen.size() - 1;
      }
    } while (seen.size() <= AT_MOST);
    return seen.size();
  }

  /** Until the service under test has taken so many more snapshots. */
  static void pass(int ticks) {
    Set<String> seen = new HashSet<>();
    while (seen.size() <= ticks) {
      seen.add(snapshot(RestAssured.port));
    }
  }

  private static String snapshot(int port) {
    return Api.anybody().port(port).get("/v1/intakes").header("Kursi-As-Of");
  }

  private Ticks() {}
}
