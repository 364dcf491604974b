package id.kursi.waitingroom;

import java.nio.ByteBuffer;

/**
 * Who stands where: the order that a seed gives to N entries, one entry at a time, without a table
 * of all. The swap-or-not shuffle of Hoang, Morris and Rogaway (An Enciphering Scheme Based on a
 * Card Shuffle, CRYPTO 2012, https://arxiv.org/abs/1208.1176), with SHA-256 for its random
 * functions.
 *
 * <p>Entries and positions are numbered from 1 to N. Inside, x runs from 0 to N - 1, and each of
 * the rounds i = 0 to 127 pairs every x with a partner and swaps the two, or not:
 *
 * <pre>
 * key(i)     = SHA-256(seed, 'K', i) mod N         a 256-bit number, big-endian
 * partner    = (key(i) - x) mod N
 * swap       = SHA-256(seed, 'B', i, max(x, partner)) is odd
 * </pre>
 *
 * The seed has 32 bytes, 'K' and 'B' are one byte each, i and the maximum are 64-bit numbers,
 * big-endian. Two partners ask for the same hash, so they swap or stay together: a round undoes
 * itself, and the rounds backwards give the entry at a position.
 *
 * <p>Whenever x is swapped it becomes key(i) - x, which any of the N may be with the same chance.
 * So an entry's position is uniform but for the 1 in 2^128 that no round swaps it. What holds for
 * many entries together stands in docs/FAIRNESS.md.
 *
 * <p>Safe for many threads. A position costs 128 hashes, and a new shuffle as many for its keys.
 */
final class Shuffle {
  static final int ROUNDS = 128;

  /** Where the numbers of a question begin: behind the seed and the letter. */
  private static final int NUMBERS = Sha256.BYTES + 1;

  private final byte[] seed;
  private final int entries;
  private final int[] keys = new int[ROUNDS];

  /**
   * @param seed 32 bytes
   * @param entries how many there are, from 1
   */
  Shuffle(byte[] seed, int entries) {
    if (seed.length != Sha256.BYTES || entries < 1) {
      throw new IllegalArgumentException("A shuffle needs a seed of 32 bytes and an entry");
    }
    this.seed = seed.clone();
    this.entries = entries;
    var asked = question('K', 1);
    for (int round = 0; round < ROUNDS; round++) {
      keys[round] = remainder(Sha256.of(asked.putLong(NUMBERS, round).array()));
    }
  }

  /** The position that an entry's number gets. */
  int position(int entry) {
    var coin = new Coin();
    int x = checked(entry) - 1;
    for (int round = 0; round < ROUNDS; round++) {
      x = coin.swapOrNot(x, round);
    }
    return x + 1;
  }

  /** The number of the entry that stands at a position. */
  int entry(int position) {
    var coin = new Coin();
    int x = checked(position) - 1;
    for (int round = ROUNDS - 1; round >= 0; round--) {
      x = coin.swapOrNot(x, round);
    }
    return x + 1;
  }

  private int checked(int number) {
    if (number < 1 || number > entries) {
      throw new IllegalArgumentException(number + " is not one of 1 to " + entries);
    }
    return number;
  }

  private ByteBuffer question(char letter, int numbers) {
    return ByteBuffer.allocate(NUMBERS + numbers * Long.BYTES).put(seed).put((byte) letter);
  }

  /** A 256-bit number modulo N. The bias is below N / 2^256. */
  private int remainder(byte[] number) {
    long rest = 0;
    for (byte digit : number) {
      rest = (rest << 8 | digit & 0xff) % entries;
    }
    return (int) rest;
  }

  /** One thread's buffers for the questions of a walk through the rounds. */
  private final class Coin {
    private final Sha256 sha = new Sha256();
    private final ByteBuffer asked = question('B', 2);
    private final byte[] hash = new byte[Sha256.BYTES];

    int swapOrNot(int x, int round) {
      int partner = keys[round] - x;
      if (partner < 0) {
        partner += entries;
      }
      asked.putLong(NUMBERS, round).putLong(NUMBERS + Long.BYTES, Math.max(x, partner));
      sha.add(asked.array(), 0, asked.capacity()).into(hash, 0);
      return (hash[Sha256.BYTES - 1] & 1) == 1 ? partner : x;
    }
  }
}
