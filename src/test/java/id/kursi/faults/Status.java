package id.kursi.faults;

import java.util.EnumSet;
import java.util.Set;

/** The steps of a reservation as docs/ARCHITECTURE.md tells them, written down a second time. */
enum Status {
  WAITING,
  HELD,
  CONFIRMED,
  CANCELLED,
  EXPIRED,
  LAPSED,
  MOVED;

  /** What may come of this, itself among them. */
  Set<Status> reachable() {
    return switch (this) {
      case WAITING -> EnumSet.allOf(Status.class);
      case HELD -> EnumSet.of(HELD, CONFIRMED, CANCELLED, EXPIRED, MOVED);
      case CONFIRMED -> EnumSet.of(CONFIRMED, CANCELLED, MOVED);
      case CANCELLED, EXPIRED, LAPSED, MOVED -> EnumSet.of(this);
    };
  }

  boolean isLive() {
    return this == HELD || this == CONFIRMED;
  }
}
