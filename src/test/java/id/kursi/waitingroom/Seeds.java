package id.kursi.waitingroom;

import java.nio.ByteBuffer;

/** Seeds that are always the same, so that a test of chances never changes its mind. */
final class Seeds {
  static byte[] seed(int number) {
    return Sha256.of(ByteBuffer.allocate(4).putInt(number).array());
  }

  private Seeds() {}
}
