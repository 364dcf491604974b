package id.kursi.faults;

import java.util.UUID;

/**
 * A move to another slot as it is sent, and sent again unchanged.
 *
 * @param from the reservation that has the seat
 */
record Move(UUID id, String account, UUID from, long slot) implements Command {
  @Override
  public String path() {
    return "/v1/reservations/" + from + "/move";
  }

  @Override
  public String body() {
    return "{\"id\":\"%s\",\"slotId\":%d}".formatted(id, slot);
  }
}
