package id.kursi.waitingroom;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The tree over the frozen entries, as in RFC 6962, section 2.1: a leaf is the SHA-256 of a 0x00
 * and what it holds, a node that of a 0x01 and the two below it, and an odd last one of a row is a
 * member of the row above as it is. (That is the RFC's split at the largest power of two, told row
 * by row.)
 *
 * <p>Leaves are taken in blocks of 256 and forgotten again, so ten million entries leave 2.5 MB. A
 * path then needs the 256 leaves of its block once more, from where the entries are kept: at most
 * 255 hashes.
 */
final class MerkleTree {
  /** Entries whose leaves a path needs, by number, both among them. */
  record Block(int first, int last) {}

  static final int BLOCK = 256;

  /** Bytes. */
  static final int SALT = 16;

  private static final int HASH = Sha256.BYTES;

  /** A tree to which leaves are still added, in the order of their numbers. */
  static final class Growing {
    private final Sha256 sha = new Sha256();
    private final byte[] block = new byte[BLOCK * HASH];
    private byte[] tops = new byte[HASH];
    private int size;

    void add(byte[] leaf) {
      System.arraycopy(leaf, 0, block, size++ % BLOCK * HASH, HASH);
      if (size % BLOCK == 0) {
        close(BLOCK);
      }
    }

    private void close(int leaves) {
      int top = (size - 1) / BLOCK * HASH;
      if (top == tops.length) {
        tops = Arrays.copyOf(tops, 2 * top);
      }
      for (int width = leaves; width > 1; width = above(width)) {
        climb(sha, block, width, block);
      }
      System.arraycopy(block, 0, tops, top, HASH);
    }

    /** The tree; nothing may be added any more. */
    MerkleTree grown() {
      if (size == 0) {
        throw new IllegalStateException("A tree needs an entry");
      }
      if (size % BLOCK != 0) {
        close(size % BLOCK);
      }
      var rows = new ArrayList<byte[]>();
      int width = (size - 1) / BLOCK + 1;
      rows.add(Arrays.copyOf(tops, width * HASH));
      for (; width > 1; width = above(width)) {
        var row = new byte[above(width) * HASH];
        climb(sha, rows.getLast(), width, row);
        rows.add(row);
      }
      return new MerkleTree(size, rows);
    }
  }

  private final int size;

  /** The blocks' tops, and above them all to the root. */
  private final List<byte[]> rows;

  private MerkleTree(int size, List<byte[]> rows) {
    this.size = size;
    this.rows = rows;
  }

  /**
   * An entry's leaf: SHA-256 of 0x00, its number (64 bits, big-endian), its id (16 bytes) and its
   * salt.
   *
   * @param salt 16 random bytes that only its receipt tells: without them nobody can try out whose
   *     entry a leaf is
   */
  static byte[] leaf(int number, UUID id, byte[] salt) {
    if (salt.length != SALT) {
      throw new IllegalArgumentException("A salt has " + SALT + " bytes");
    }
    return Sha256.of(
        ByteBuffer.allocate(1 + Long.BYTES + 16 + SALT)
            .put((byte) 0)
            .putLong(number)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .put(salt)
            .array());
  }

  int size() {
    return size;
  }

  byte[] root() {
    return rows.getLast().clone();
  }

  Block blockOf(int number) {
    if (number < 1 || number > size) {
      throw new IllegalArgumentException(number + " is not one of 1 to " + size);
    }
    int first = (number - 1) / BLOCK * BLOCK + 1;
    return new Block(first, Math.min(first + BLOCK - 1, size));
  }

  /**
   * The hashes that lead from an entry's leaf to the root, lowest first, in hexadecimal.
   *
   * @param leaves those of its block, in order
   * @throws IllegalStateException if they are not the leaves that the tree was grown from
   */
  List<String> path(int number, List<byte[]> leaves) {
    var block = blockOf(number);
    if (leaves.size() != block.last() - block.first() + 1) {
      throw new IllegalArgumentException(leaves.size() + " leaves for " + block);
    }
    var path = new ArrayList<String>();
    var row = row(leaves);
    var sha = new Sha256();
    int index = number - block.first();
    int width = leaves.size();
    for (; width > 1; width = above(width), index /= 2) {
      addSibling(path, row, width, index);
      climb(sha, row, width, row);
    }
    index = (block.first() - 1) / BLOCK;
    if (!Arrays.equals(row, 0, HASH, rows.getFirst(), index * HASH, (index + 1) * HASH)) {
      throw new IllegalStateException("The entries of " + block + " are not those of the freeze");
    }
    for (var above : rows) {
      addSibling(path, above, above.length / HASH, index);
      index /= 2;
    }
    return path;
  }

  private static byte[] row(List<byte[]> leaves) {
    var row = new byte[leaves.size() * HASH];
    for (int i = 0; i < leaves.size(); i++) {
      System.arraycopy(leaves.get(i), 0, row, i * HASH, HASH);
    }
    return row;
  }

  private static void addSibling(List<String> path, byte[] row, int width, int index) {
    int sibling = index ^ 1;
    if (sibling < width) {
      path.add(Hex.of(row, sibling * HASH, HASH));
    }
  }

  /** How wide the row above is. */
  private static int above(int width) {
    return width / 2 + width % 2;
  }

  /** Writes the row above a row of this width; both may be the same array. */
  private static void climb(Sha256 sha, byte[] row, int width, byte[] above) {
    for (int i = 0; i < width / 2; i++) {
      sha.add((byte) 1).add(row, 2 * i * HASH, 2 * HASH).into(above, i * HASH);
    }
    if (width % 2 == 1) {
      System.arraycopy(row, (width - 1) * HASH, above, width / 2 * HASH, HASH);
    }
  }

  /**
   * Whether a path leads from a leaf to a root, by section 2.1.3.2 of RFC 9162.
   *
   * @param number the leaf's, from 1
   * @param size the tree's leaves
   */
  static boolean leads(byte[] leaf, int number, int size, List<String> path, byte[] root) {
    if (number < 1 || number > size) {
      return false;
    }
    var sha = new Sha256();
    var hash = leaf.clone();
    int index = number - 1;
    int used = 0;
    for (int width = size; width > 1; width = above(width), index /= 2) {
      if ((index ^ 1) >= width) {
        continue;
      }
      if (used == path.size()) {
        return false;
      }
      var sibling = Hex.bytes(path.get(used++), HASH);
      var left = index % 2 == 0 ? hash : sibling;
      var right = index % 2 == 0 ? sibling : hash;
      sha.add((byte) 1).add(left, 0, HASH).add(right, 0, HASH).into(hash, 0);
    }
    return used == path.size() && Arrays.equals(hash, root);
  }
}
