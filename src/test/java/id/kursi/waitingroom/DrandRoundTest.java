package id.kursi.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

public class DrandRoundTest {
  /** Rounds of quicknet as the league signed them, by number (api.drand.sh, 2023). */
  public static final Map<Long, String> SIGNED =
      Map.of(
          42L,
          "95a9f9f5b231b7714de1553105d8ffdf3dcda24cfdb1e689319bccf79a9c8ce430a91b811fbfaf763900bc998b5d686a",
          1000L,
          "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
          1001L,
          "b33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03f73896b25883abf2853d10337fb8fa41",
          657413L,
          "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b");

  /** What the league published as the randomness of two of them. */
  private static final Map<Long, String> RANDOMNESS =
      Map.of(
          1000L,
          "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd",
          657413L,
          "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587");

  private final DrandRound round = DrandRound.quicknet(1000);
  private final String signature = SIGNED.get(1000L);

  @Test
  void roundsThatTheLeagueSignedAreTrue() {
    SIGNED.forEach((number, signed) -> assertThat(valueOf(number, signed)).hasSize(64));
    RANDOMNESS.forEach(
        (number, value) -> assertThat(valueOf(number, SIGNED.get(number))).isEqualTo(value));
  }

  private static String valueOf(long number, String signed) {
    return DrandRound.quicknet(number).value(signed).map(Hex::of).orElse("");
  }

  @Test
  void aRoundOfAnotherChainOfTheSameSchemeIsTrueByItsOwnKey() {
    // From the tests of drand's own client: a chain that the league ran for a while in 2023.
    var key =
        "81d320f220ee9c79e60e19dedc838c31e3ab919b15481e9feb52f643628c4f6a13fdc52129493875a818109d767272ca"
            + "0541cbcdcea9335f2870d781b39b845ba8cbd44fdfe4967781cf72ca5917fc9398bcf97ca0548ed5a709016c4b1ff0f3";
    var chain = "af8b6fc95693b058a3a59efe586eb31c2c352fe00cf40c62a427d87c34f7a235";
    var signed =
        "95c93585c513ebbcb4777ff15599b3140e5ec0295faa0e483f3deadd88fa6d43f0d3703e3a4ce106e8fd6c6987f32126";
    var other = new DrandRound(chain, key, 38, Instant.ofEpochSecond(1687506816 + 37 * 3));
    assertThat(other.value(signed).map(Hex::of))
        .contains("b2fc21325a24904a6a9e81a6c63f65f6cec3f0b2400df3f4a56b214770e9ccca");
    assertThat(DrandRound.quicknet(38).value(signed)).isEmpty();
  }

  @Test
  void whatTheLeagueDidNotSignForThisRoundIsNoEvidence() {
    assertThat(DrandRound.quicknet(999).value(signature)).isEmpty();
    assertThat(round.value(SIGNED.get(1001L))).isEmpty();
    // Another point of the curve, none, the point at infinity, and no points at all.
    assertThat(round.value(signature.replaceFirst("^b", "9"))).isEmpty();
    assertThat(round.value(signature.replace("5e39", "5e38"))).isEmpty();
    assertThat(round.value("c0" + "00".repeat(47))).isEmpty();
    assertThat(round.value("00".repeat(48))).isEmpty();
    assertThat(round.value(signature + "00")).isEmpty();
    assertThat(round.value(signature.toUpperCase())).isEmpty();
    assertThat(round.value("")).isEmpty();
  }

  /** drand's chain.Info.Hash: the key is the one that the hash stands for. */
  @Test
  void theChainsHashIsMadeOfItsKeyAndItsClock() {
    var seed = "f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e";
    var info =
        ByteBuffer.allocate(148)
            .putInt(3)
            .putLong(1692803367)
            .put(HexFormat.of().parseHex(round.publicKey()))
            .put(HexFormat.of().parseHex(seed))
            .put("quicknet".getBytes(StandardCharsets.US_ASCII));
    assertThat(info.remaining()).isZero();
    assertThat(Hex.of(Sha256.of(info.array()))).isEqualTo(round.chain());
  }

  @Test
  void aRoundIsTheFirstThatIsSignedAtItsMomentOrLater() {
    assertThat(round.at()).isEqualTo("2023-08-23T15:59:24Z");
    assertThat(DrandRound.quicknetFrom(round.at())).isEqualTo(round);
    assertThat(DrandRound.quicknetFrom(round.at().minusNanos(1))).isEqualTo(round);
    assertThat(DrandRound.quicknetFrom(round.at().plusNanos(1)).round()).isEqualTo(1001);
    assertThat(DrandRound.quicknetFrom(Instant.EPOCH).round()).isEqualTo(1);
  }

  @Test
  void whatIsNoRoundIsRefused() {
    assertThatThrownBy(() -> DrandRound.quicknet(0)).hasMessageContaining("from 1");
    assertThatThrownBy(() -> new DrandRound("ab", round.publicKey(), 1, round.at()))
        .hasMessageContaining("32 bytes");
    assertThatThrownBy(() -> new DrandRound(round.chain(), "ab", 1, round.at()))
        .hasMessageContaining("96 bytes");
    for (var none : new String[] {"00".repeat(96), "c0" + "00".repeat(95)}) {
      assertThatThrownBy(() -> new DrandRound(round.chain(), none, 1, round.at()))
          .hasMessageContaining("no point");
    }
  }
}
