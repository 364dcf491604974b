package id.kursi.waitingroom;

import static id.kursi.waitingroom.CheckDraw.check;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.kursi.waitingroom.CheckDraw.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/check-draw.py finds in published draws. */
class CheckDrawTest {
  private static final int ENTRIES = 1000;

  @TempDir private Path folder;

  private final List<byte[]> leaves = new ArrayList<>();
  private final List<UUID> ids = new ArrayList<>();
  private final MerkleTree tree;

  CheckDrawTest() {
    for (int number = 1; number <= ENTRIES; number++) {
      ids.add(new UUID(number, -number));
      leaves.add(MerkleTree.leaf(number, ids.getLast(), salt(number)));
    }
    tree = Trees.of(leaves);
  }

  private static byte[] salt(int number) {
    return Arrays.copyOf(Seeds.seed(number), MerkleTree.SALT);
  }

  private Draw draw(DrawSource source, String evidence) {
    return new Freeze("smp-2025", ENTRIES, Hex.of(tree.root()), source)
        .draw(evidence)
        .orElseThrow();
  }

  private Draw draw() {
    return draw(DrandRound.quicknet(1000), DrandRoundTest.SIGNED.get(1000L));
  }

  private Inclusion inclusion(int number) {
    var path = Trees.path(tree, leaves, number);
    return new Inclusion(number, ids.get(number - 1), Hex.of(salt(number)), path);
  }

  private String file(String name, Object published) throws IOException {
    return Files.writeString(folder.resolve(name), DrawTest.JSON.writeValueAsString(published))
        .toString();
  }

  private static String everybody(Draw draw) {
    var order = draw.order();
    return IntStream.rangeClosed(1, ENTRIES)
        .mapToObj(number -> number + " " + order.position(number) + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void pythonFindsTheSamePositionsFromAnySource() throws Exception {
    var secret = Seeds.seed(7);
    for (var draw :
        List.of(
            draw(),
            draw(new Dice(50, "agreed"), "352614".repeat(8) + "35"),
            draw(new CommitReveal(Hex.of(Sha256.of(secret))), Hex.of(secret)))) {
      assertThat(check(file("draw.json", draw))).isEqualTo(new Said(0, everybody(draw)));
    }
  }

  /** Whoever publishes the root once the value is known could have tried entries against it. */
  @Test
  void pythonRefusesARootThatCameAfterTheValue() throws Exception {
    ObjectNode published = DrawTest.JSON.valueToTree(draw());
    var at = DrandRound.quicknet(1000).at();
    published.put("rootAt", at.minusMillis(1).toString());
    assertThat(check(file("draw.json", published)).status()).isZero();
    published.put("rootAt", at.toString());
    assertThat(check(file("draw.json", published)))
        .isEqualTo(new Said(1, "Does not hold: the root before the value\n"));
  }

  @Test
  void pythonMakesTheRootAgainFromAllLeaves() throws Exception {
    var file = folder.resolve("leaves.txt");
    Files.write(file, leaves.stream().map(Hex::of).toList());
    var drawn = file("draw.json", draw());
    assertThat(check(drawn, file.toString())).isEqualTo(new Said(0, everybody(draw())));
    Files.write(file, leaves.stream().skip(1).map(Hex::of).toList());
    assertThat(check(drawn, file.toString()).status()).isEqualTo(1);
    Collections.swap(leaves, 0, 1);
    Files.write(file, leaves.stream().map(Hex::of).toList());
    assertThat(check(drawn, file.toString()).text()).contains("the root of the leaves");
  }

  @Test
  void pythonFollowsAnEntrysPathToTheRoot() throws Exception {
    var drawn = file("draw.json", draw());
    for (int number : new int[] {1, 2, 768, 999, 1000}) {
      assertThat(check(drawn, file("inclusion.json", inclusion(number))).text())
          .isEqualTo(number + " " + draw().order().position(number) + "\n");
    }
    var seventeenth = inclusion(17);
    var moved = new Inclusion(18, seventeenth.entry(), seventeenth.salt(), seventeenth.path());
    assertThat(check(drawn, file("inclusion.json", moved)).text()).contains("path to the root");
  }

  @Test
  void pythonFindsOutADrawThatWasTamperedWith() throws Exception {
    var draw = draw();
    var other = Hex.of(Seeds.seed(1));
    var more = new Freeze("smp-2025", ENTRIES + 1, draw.frozen().root(), draw.frozen().source());
    for (var changed :
        List.of(
            new Draw(draw.frozen(), draw.evidence(), draw.value(), other),
            new Draw(draw.frozen(), draw.evidence(), other, draw.seed()),
            new Draw(draw.frozen(), DrandRoundTest.SIGNED.get(42L), draw.value(), draw.seed()),
            new Draw(more, draw.evidence(), draw.value(), draw.seed()))) {
      assertThat(check(file("draw.json", changed)))
          .isEqualTo(new Said(1, "Does not hold: the seed\n"));
    }
  }

  @Test
  void pythonFindsOutASecretThatWasNotPromised() throws Exception {
    var secret = Seeds.seed(7);
    var draw = draw(new CommitReveal(Hex.of(Sha256.of(secret))), Hex.of(secret));
    var promised = new CommitReveal(Hex.of(Seeds.seed(1)));
    var frozen = new Freeze("smp-2025", ENTRIES, draw.frozen().root(), promised);
    var changed = new Draw(frozen, draw.evidence(), draw.value(), draw.seed());
    assertThat(check(file("draw.json", changed)))
        .isEqualTo(new Said(1, "Does not hold: the commitment\n"));
  }

  @Test
  void theDocumentsExampleHolds() throws Exception {
    var document = Files.readString(Path.of("docs/FAIRNESS.md"));
    var draw = DrawTest.JSON.readValue(example(document, "draw"), Draw.class);
    var inclusion = DrawTest.JSON.readValue(example(document, "inclusion"), Inclusion.class);
    assertThat(draw.holds()).isTrue();
    assertThat(inclusion.isIn(draw.frozen())).isTrue();
    var drawn = Files.writeString(folder.resolve("draw.json"), example(document, "draw"));
    var entry = Files.writeString(folder.resolve("inclusion.json"), example(document, "inclusion"));
    assertThat(check(drawn.toString(), entry.toString())).isEqualTo(new Said(0, "2 3\n"));
    assertThat(draw.order().position(2)).isEqualTo(3);
  }

  private static String example(String document, String name) {
    return document.split("```json " + name + "\n")[1].split("```")[0];
  }
}
