package id.kursi.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DrawTest {
  /** As Quarkus makes it. */
  static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  private static final String ROOT = Hex.of(Seeds.seed(1));
  private static final String EYES = "16".repeat(25);
  private static final String SECRET = Hex.of(Seeds.seed(2));

  private static final DrawSource DICE = new Dice(50, "Bu Tuti throws five dice ten times");
  private static final DrawSource SEALED = new CommitReveal(Hex.of(Sha256.of(Seeds.seed(2))));

  private static Freeze frozen(DrawSource source) {
    return new Freeze("smp-2025", 17000, ROOT, source);
  }

  @Test
  void theSeedIsMadeOfWhatWasPublishedAndTheValue() {
    var draw = frozen(DICE).draw(EYES).orElseThrow();
    var bytes =
        HexFormat.of()
            .parseHex(
                "000000000000000c"
                    + text("kursi-draw-1")
                    + "0000000000000008"
                    + text("smp-2025")
                    + "0000000000004268"
                    + ROOT
                    + "0000000000000032"
                    + text(EYES));
    assertThat(draw.value()).isEqualTo(text(EYES));
    assertThat(draw.seed()).isEqualTo(Hex.of(Sha256.of(bytes)));
    assertThat(draw.order().position(1))
        .isEqualTo(new Shuffle(Sha256.of(bytes), 17000).position(1));
  }

  private static String text(String text) {
    return Hex.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anythingElseMakesAnotherSeed() {
    var seed = frozen(DICE).draw(EYES).orElseThrow().seed();
    var other = Hex.of(Seeds.seed(3));
    assertThat(new Freeze("smp-2026", 17000, ROOT, DICE).draw(EYES).orElseThrow().seed())
        .isNotEqualTo(seed);
    assertThat(new Freeze("smp-2025", 17001, ROOT, DICE).draw(EYES).orElseThrow().seed())
        .isNotEqualTo(seed);
    assertThat(new Freeze("smp-2025", 17000, other, DICE).draw(EYES).orElseThrow().seed())
        .isNotEqualTo(seed);
    assertThat(frozen(DICE).draw("61".repeat(25)).orElseThrow().seed()).isNotEqualTo(seed);
  }

  @Test
  void aDrawThatWasTamperedWithDoesNotHold() {
    var frozen = frozen(DrandRound.quicknet(1000));
    var draw = frozen.draw(DrandRoundTest.SIGNED.get(1000L)).orElseThrow();
    assertThat(draw.holds()).isTrue();
    assertThat(new Draw(frozen, draw.evidence(), draw.value(), ROOT).holds()).isFalse();
    assertThat(new Draw(frozen, draw.evidence(), ROOT, draw.seed()).holds()).isFalse();
    assertThat(new Draw(frozen, EYES, draw.value(), draw.seed()).holds()).isFalse();
    var more = new Freeze("smp-2025", 17001, ROOT, frozen.source());
    assertThat(new Draw(more, draw.evidence(), draw.value(), draw.seed()).holds()).isFalse();
  }

  @Test
  void diceAreThrownAsOftenAsAgreed() {
    assertThat(frozen(DICE).draw(EYES + "1")).isEmpty();
    assertThat(frozen(DICE).draw(EYES.substring(1))).isEmpty();
    assertThat(frozen(DICE).draw("7" + EYES.substring(1))).isEmpty();
    assertThat(DICE.proofAgainstOperator()).isTrue();
    assertThatThrownBy(() -> new Dice(49, "agreed")).hasMessageContaining("50 throws");
    assertThatThrownBy(() -> new Dice(50, " ")).hasMessageContaining("agreed");
  }

  @Test
  void onlyTheSecretThatWasPromisedIsRevealed() {
    assertThat(frozen(SEALED).draw(SECRET).orElseThrow().value()).isEqualTo(SECRET);
    assertThat(frozen(SEALED).draw(ROOT)).isEmpty();
    assertThat(frozen(SEALED).draw("secret")).isEmpty();
    assertThat(SEALED.proofAgainstOperator()).isFalse();
    assertThatThrownBy(() -> new CommitReveal("ab")).hasMessageContaining("32 bytes");
  }

  @Test
  void anInclusionIsGoodForItsEntryAndItsTree() {
    var salt = HexFormat.of().parseHex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    var id = UUID.fromString("01234567-89ab-7cde-8f01-23456789abcd");
    var leaves = new ArrayList<>(Trees.leaves(300));
    leaves.set(16, MerkleTree.leaf(17, id, salt));
    var tree = Trees.of(leaves);
    var path = Trees.path(tree, leaves, 17);
    var frozen = new Freeze("smp-2025", 300, Hex.of(tree.root()), DICE);
    assertThat(new Inclusion(17, id, Hex.of(salt), path).isIn(frozen)).isTrue();
    assertThat(new Inclusion(18, id, Hex.of(salt), path).isIn(frozen)).isFalse();
    assertThat(new Inclusion(17, UUID.randomUUID(), Hex.of(salt), path).isIn(frozen)).isFalse();
    assertThat(new Inclusion(17, id, "00".repeat(16), path).isIn(frozen)).isFalse();
    assertThat(new Inclusion(17, id, Hex.of(salt), path).isIn(frozen(DICE))).isFalse();
  }

  @Test
  void whatIsPublishedIsReadAgain() throws JsonProcessingException {
    for (var source : new DrawSource[] {DrandRound.quicknet(1000), DICE, SEALED}) {
      var draw = new Draw(frozen(source), EYES, ROOT, ROOT);
      var json = JSON.writeValueAsString(draw);
      assertThat(JSON.readValue(json, Draw.class)).isEqualTo(draw);
      assertThat(json).contains("\"proofAgainstOperator\":" + source.proofAgainstOperator());
    }
  }

  @Test
  void nobodyEnteredMeansNothingToDraw() {
    assertThatThrownBy(() -> new Freeze("smp-2025", 0, ROOT, DICE)).hasMessageContaining("Nobody");
    assertThatThrownBy(() -> new Freeze("smp-2025", 1, "ab", DICE))
        .hasMessageContaining("32 bytes");
  }
}
