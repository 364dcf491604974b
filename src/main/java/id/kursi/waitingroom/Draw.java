package id.kursi.waitingroom;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A draw as it is published: all that anybody needs to make it again (docs/FAIRNESS.md).
 *
 * @param frozen what was published before the value was known
 * @param evidence what the source said: a signature, the dice, the secret
 * @param value the draw's value, in hexadecimal
 * @param seed of the {@link Shuffle}: 32 bytes in hexadecimal
 */
@RegisterForReflection
record Draw(Freeze frozen, String evidence, String value, String seed) {
  /** Whether the evidence is what was agreed, and value and seed follow from it. */
  boolean holds() {
    return frozen.draw(evidence).filter(this::equals).isPresent();
  }

  /** Who stands where. */
  Shuffle order() {
    return new Shuffle(Hex.bytes(seed, Sha256.BYTES), frozen.entries());
  }
}
