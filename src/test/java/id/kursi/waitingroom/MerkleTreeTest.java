package id.kursi.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
  /**
   * What Certificate Transparency tests its logs with: eight inputs and the roots over the first
   * one to eight of them (github.com/transparency-dev/merkle, testonly).
   */
  private static final List<String> INPUTS =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void theRootsAreThoseOfCertificateTransparency() {
    var leaves =
        INPUTS.stream().map(input -> Sha256.of(HexFormat.of().parseHex("00" + input))).toList();
    for (int size = 1; size <= 8; size++) {
      assertThat(Hex.of(Trees.of(leaves.subList(0, size)).root())).isEqualTo(ROOTS.get(size - 1));
    }
  }

  @Test
  void theRootIsTheOneThatTheRfcDefines() {
    var leaves = Trees.leaves(1100);
    IntStream.concat(IntStream.rangeClosed(1, 600), IntStream.of(767, 768, 769, 1023, 1024, 1025))
        .forEach(
            size -> {
              var some = leaves.subList(0, size);
              assertThat(Trees.of(some).root()).as("of %d", size).isEqualTo(root(some));
            });
  }

  /** RFC 6962, section 2.1, word by word. */
  private static byte[] root(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return Sha256.of(
        ByteBuffer.allocate(65)
            .put((byte) 1)
            .put(root(leaves.subList(0, split)))
            .put(root(leaves.subList(split, leaves.size())))
            .array());
  }

  @Test
  void everyPathLeadsToTheRootAndToNoOther() {
    var sizes = IntStream.concat(IntStream.rangeClosed(1, 70), IntStream.of(255, 256, 257, 700));
    sizes.forEach(
        size -> {
          var leaves = Trees.leaves(size);
          var tree = Trees.of(leaves);
          for (int number = 1; number <= size; number++) {
            var leaf = leaves.get(number - 1);
            var path = Trees.path(tree, leaves, number);
            assertThat(path).as("%d of %d", number, size).isEqualTo(path(leaves, number - 1));
            assertThat(MerkleTree.leads(leaf, number, size, path, tree.root())).isTrue();
            assertThat(MerkleTree.leads(Seeds.seed(-1), number, size, path, tree.root())).isFalse();
            assertThat(MerkleTree.leads(leaf, number, size, path, Seeds.seed(-1))).isFalse();
          }
        });
  }

  /** RFC 6962, section 2.1.1, word by word. */
  private static List<String> path(List<byte[]> leaves, int index) {
    if (leaves.size() == 1) {
      return List.of();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    var left = leaves.subList(0, split);
    var right = leaves.subList(split, leaves.size());
    return index < split
        ? plus(path(left, index), root(right))
        : plus(path(right, index - split), root(left));
  }

  private static List<String> plus(List<String> path, byte[] hash) {
    return Stream.concat(path.stream(), Stream.of(Hex.of(hash))).toList();
  }

  @Test
  void aPathIsGoodForOneNumberOfOneTree() {
    var leaves = Trees.leaves(300);
    var tree = Trees.of(leaves);
    var path = Trees.path(tree, leaves, 17);
    var leaf = leaves.get(16);
    for (int number = -1; number <= 301; number++) {
      assertThat(MerkleTree.leads(leaf, number, 300, path, tree.root())).isEqualTo(number == 17);
    }
    assertThat(MerkleTree.leads(leaf, 17, 300, path.subList(1, path.size()), tree.root()))
        .isFalse();
    assertThat(MerkleTree.leads(leaf, 17, 300, plus(path, leaf), tree.root())).isFalse();
    assertThat(MerkleTree.leads(leaf, 17, 128, path, tree.root())).isFalse();
    var swapped = new ArrayList<>(path);
    Collections.swap(swapped, 0, 1);
    assertThat(MerkleTree.leads(leaf, 17, 300, swapped, tree.root())).isFalse();
  }

  @Test
  void anEntryChangedAfterTheFreezeIsFoundOut() {
    var leaves = new ArrayList<>(Trees.leaves(300));
    var tree = Trees.of(leaves);
    leaves.set(290, Seeds.seed(-1));
    assertThatThrownBy(() -> Trees.path(tree, leaves, 300)).hasMessageContaining("the freeze");
    assertThat(Trees.path(tree, leaves, 17)).hasSize(9);
    assertThatThrownBy(() -> tree.path(17, leaves)).hasMessageContaining("300 leaves");
  }

  @Test
  void aLeafIsTheHashOfItsNumberItsIdAndItsSalt() {
    var id = UUID.fromString("01234567-89ab-7cde-8f01-23456789abcd");
    var salt = HexFormat.of().parseHex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    var bytes = "00" + "0000000000000102" + "0123456789ab7cde8f0123456789abcd" + Hex.of(salt);
    assertThat(MerkleTree.leaf(258, id, salt)).isEqualTo(Sha256.of(HexFormat.of().parseHex(bytes)));
    assertThatThrownBy(() -> MerkleTree.leaf(258, id, new byte[8]))
        .hasMessageContaining("16 bytes");
  }

  @Test
  void noEntriesMakeNoTree() {
    assertThatThrownBy(() -> Trees.of(List.of())).hasMessageContaining("an entry");
    assertThatThrownBy(() -> Trees.of(Trees.leaves(3)).blockOf(4)).hasMessageContaining("1 to 3");
  }
}
