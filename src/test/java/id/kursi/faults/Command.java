package id.kursi.faults;

import java.util.UUID;

/** What makes a reservation, and is sent again unchanged. */
sealed interface Command permits Claim, Move {
  /** Of the reservation that it makes. */
  UUID id();

  String account();

  /** Where the seat is to be. */
  long slot();

  /** Where it is PUT. */
  String path();

  String body();
}
