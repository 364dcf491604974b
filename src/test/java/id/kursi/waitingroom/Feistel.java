package id.kursi.waitingroom;

import java.nio.ByteBuffer;

/**
 * What the draw does not use: a Feistel network of four rounds with SHA-256, on the smallest even
 * number of bits that holds N, walked until it comes back below N. On a large domain it passes for
 * random; for a few entries it visibly does not.
 */
final class Feistel {
  private static final int ROUNDS = 4;

  private final byte[] seed;
  private final int entries;
  private final int halfBits;

  Feistel(byte[] seed, int entries) {
    this.seed = seed;
    this.entries = entries;
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(entries - 1);
    halfBits = (bits + 1) / 2;
  }

  int position(int entry) {
    int x = entry - 1;
    do {
      x = permute(x);
    } while (x >= entries);
    return x + 1;
  }

  private int permute(int x) {
    int mask = (1 << halfBits) - 1;
    int left = x >> halfBits;
    int right = x & mask;
    for (int round = 0; round < ROUNDS; round++) {
      var asked = ByteBuffer.allocate(40).put(seed).putInt(round).putInt(right);
      int mixed = left ^ Sha256.of(asked.array())[0] & mask;
      left = right;
      right = mixed;
    }
    return left << halfBits | right;
  }
}
