package id.kursi.waitingroom;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Dice thrown before witnesses after the root is public, where no beacon can be reached. The
 * evidence is their eyes in the order thrown ("352614..."), and the value is that text.
 *
 * @param throwsAgreed how many; 50 make 129 bits, more than anybody can try
 * @param agreed what was written down beforehand: who throws which dice where, who watches, in what
 *     order they are read
 */
@RegisterForReflection
record Dice(int throwsAgreed, String agreed) implements DrawSource {
  static final int AT_LEAST = 50;

  Dice {
    if (throwsAgreed < AT_LEAST || agreed.isBlank()) {
      throw new IllegalArgumentException("Dice need 50 throws or more, and what was agreed");
    }
  }

  @Override
  public Optional<byte[]> value(String evidence) {
    return evidence.matches("[1-6]{" + throwsAgreed + "}")
        ? Optional.of(evidence.getBytes(StandardCharsets.US_ASCII))
        : Optional.empty();
  }

  @Override
  public boolean proofAgainstOperator() {
    return true;
  }
}
