package id.kursi.faults;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A claim as it is sent, and sent again unchanged.
 *
 * @param child a running number; all that is sent of the child is made from it
 * @param waits whether a place in the reserve list will do
 */
record Claim(UUID id, String account, long slot, long child, boolean waits) implements Command {
  static Claim of(String account, long slot, long child, boolean waits) {
    return new Claim(uuid7(), account, slot, child, waits);
  }

  static UUID uuid7() {
    var random = ThreadLocalRandom.current();
    return new UUID(
        Instant.now().toEpochMilli() << 16 | 0x7000 | random.nextInt(0x1000),
        random.nextLong() >>> 2 | 0x8000000000000000L);
  }

  @Override
  public String path() {
    return "/v1/reservations/" + id;
  }

  /** An invented child: a made-up area, one day of birth, and the running number. */
  @Override
  public String body() {
    return """
    {"slotId":%d,"waitList":%b,"child":{"nik":"%06d170513%04d","name":"Anak %d","birthDate":"2013-05-17",\
    "guardianName":"Wali %d","guardianPhone":"081234567890"}}"""
        .formatted(slot, waits, 110_000 + child / 10_000, child % 10_000, child, child);
  }
}
