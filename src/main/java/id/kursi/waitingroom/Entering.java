package id.kursi.waitingroom;

import java.util.List;
import java.util.UUID;

/** A family at the door, ready for the database. */
record Entering(UUID id, long intakeId, Family family, byte[] salt) {
  /** What no two of a batch may share. */
  List<Object> keys() {
    return List.of(id, family.account());
  }
}
