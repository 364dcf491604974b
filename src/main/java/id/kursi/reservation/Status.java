package id.kursi.reservation;

/**
 * Where a reservation stands. WAITING to HELD, CANCELLED or LAPSED; HELD to CONFIRMED, CANCELLED,
 * EXPIRED or MOVED; CONFIRMED to CANCELLED or MOVED; each step once. The ledger's trigger {@code
 * guard_step} refuses all others.
 */
public enum Status {
  WAITING,
  HELD,
  CONFIRMED,
  CANCELLED,
  EXPIRED,
  LAPSED,
  MOVED
}
