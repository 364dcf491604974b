package id.kursi.waitingroom;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;

/**
 * What shows that an entry is among the frozen ones, and under which number.
 *
 * @param number from 1 to N
 * @param entry its id
 * @param salt 16 bytes, in hexadecimal, as its receipt tells
 * @param path the hashes from its leaf to the root ({@link MerkleTree#path})
 */
@RegisterForReflection
record Inclusion(int number, UUID entry, String salt, List<String> path) {
  Inclusion {
    path.forEach(hash -> Hex.bytes(hash, Sha256.BYTES));
    path = List.copyOf(path);
  }

  boolean isIn(Freeze frozen) {
    var leaf = MerkleTree.leaf(number, entry, Hex.bytes(salt, MerkleTree.SALT));
    return MerkleTree.leads(
        leaf, number, frozen.entries(), path, Hex.bytes(frozen.root(), Sha256.BYTES));
  }
}
