package id.kursi.waitingroom;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What is published, signed, before anybody can know the draw's value.
 *
 * @param intake its code
 * @param entries N: how many entered before the freeze
 * @param root of their {@link MerkleTree}: 32 bytes in hexadecimal
 * @param source where the value will come from, as announced with the intake
 */
@RegisterForReflection
record Freeze(String intake, int entries, String root, DrawSource source) {
  private static final String LABEL = "kursi-draw-1";

  Freeze {
    if (entries < 1) {
      throw new IllegalArgumentException("Nobody entered");
    }
    Hex.bytes(root, Sha256.BYTES);
  }

  /**
   * The draw that evidence makes; empty if it is not what was agreed ({@link DrawSource#value}).
   * There is one value for a freeze, so there is one draw.
   */
  Optional<Draw> draw(String evidence) {
    return source
        .value(evidence)
        .map(value -> new Draw(this, evidence, Hex.of(value), Hex.of(seed(value))));
  }

  /**
   * SHA-256 of the label, the intake's code, N, the root and the value. Texts are UTF-8; N is a
   * 64-bit number, big-endian, and such a number of bytes stands before the label, the code and the
   * value, so that no two lists of parts run together into one.
   */
  private byte[] seed(byte[] value) {
    var label = LABEL.getBytes(StandardCharsets.UTF_8);
    var code = intake.getBytes(StandardCharsets.UTF_8);
    int numbers = 4 * Long.BYTES;
    return Sha256.of(
        ByteBuffer.allocate(numbers + label.length + code.length + Sha256.BYTES + value.length)
            .putLong(label.length)
            .put(label)
            .putLong(code.length)
            .put(code)
            .putLong(entries)
            .put(Hex.bytes(root, Sha256.BYTES))
            .putLong(value.length)
            .put(value)
            .array());
  }
}
