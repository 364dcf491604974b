package id.kursi.waitingroom;

import java.util.List;
import java.util.stream.IntStream;

/** Small trees of made-up leaves. */
final class Trees {
  static List<byte[]> leaves(int count) {
    return IntStream.range(0, count).mapToObj(Seeds::seed).toList();
  }

  static MerkleTree of(List<byte[]> leaves) {
    var growing = new MerkleTree.Growing();
    leaves.forEach(growing::add);
    return growing.grown();
  }

  /** The path to an entry, the leaves of its block looked up as a server would. */
  static List<String> path(MerkleTree tree, List<byte[]> leaves, int number) {
    var block = tree.blockOf(number);
    return tree.path(number, leaves.subList(block.first() - 1, block.last()));
  }

  private Trees() {}
}
