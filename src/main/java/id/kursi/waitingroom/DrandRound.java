package id.kursi.waitingroom;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A round of drand, the public randomness beacon of the League of Entropy (https://drand.love): the
 * signature of the round's number by a key that no member of the league has alone. The evidence is
 * that signature, in hexadecimal; the value is its SHA-256, which drand calls the randomness.
 *
 * @param chain the chain's hash: 32 bytes in hexadecimal
 * @param publicKey of the chain, a point of G2: 96 bytes in hexadecimal
 * @param round its number, from 1
 * @param at when the league signs it; nobody knows the value before
 */
@RegisterForReflection
record DrandRound(String chain, String publicKey, long round, Instant at) implements DrawSource {
  private static final String SCHEME = "bls-unchained-g1-rfc9380";
  private static final int KEY = 96;
  private static final int SIGNATURE = 48;

  // https://api.drand.sh/v2/beacons/quicknet/info; the test makes the hash from the rest again.
  private static final String QUICKNET =
      "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
  private static final String QUICKNET_KEY =
      "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
          + "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
          + "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";
  private static final Instant QUICKNET_GENESIS = Instant.ofEpochSecond(1692803367);
  private static final Duration QUICKNET_PERIOD = Duration.ofSeconds(3);

  DrandRound {
    Hex.bytes(chain, Sha256.BYTES);
    if (round < 1) {
      throw new IllegalArgumentException("Rounds are numbered from 1");
    }
    // Asked when the intake is announced, so a machine that cannot check signatures says so then.
    if (!Bls.isKey(Hex.bytes(publicKey, KEY))) {
      throw new IllegalArgumentException("The public key is no point of G2");
    }
  }

  /** A round of quicknet, the league's chain of three seconds. */
  static DrandRound quicknet(long round) {
    var at = QUICKNET_GENESIS.plus(QUICKNET_PERIOD.multipliedBy(round - 1));
    return new DrandRound(QUICKNET, QUICKNET_KEY, round, at);
  }

  /** The first round of quicknet that is signed at this moment or later. */
  static DrandRound quicknetFrom(Instant moment) {
    long periods =
        Duration.between(QUICKNET_GENESIS, moment)
            .plus(QUICKNET_PERIOD)
            .minusNanos(1)
            .dividedBy(QUICKNET_PERIOD);
    return quicknet(Math.max(0, periods) + 1);
  }

  /** The scheme's name in drand: signatures on G1, of the round's number alone. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  String scheme() {
    return SCHEME;
  }

  @Override
  public Optional<byte[]> value(String evidence) {
    return Optional.of(evidence)
        .filter(signature -> Hex.is(signature, SIGNATURE))
        .map(signature -> Hex.bytes(signature, SIGNATURE))
        .filter(this::isSigned)
        .map(Sha256::of);
  }

  private boolean isSigned(byte[] signature) {
    var message = Sha256.of(ByteBuffer.allocate(Long.BYTES).putLong(round).array());
    return Bls.isSigned(Hex.bytes(publicKey, KEY), message, signature);
  }

  @Override
  public boolean proofAgainstOperator() {
    return true;
  }
}
