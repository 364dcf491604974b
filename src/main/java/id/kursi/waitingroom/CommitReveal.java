package id.kursi.waitingroom;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * A secret whose hash was published beforehand: for rehearsals. Not proof against the operator, who
 * knows the secret, and so can try entries against it before the freeze.
 *
 * @param commitment SHA-256 of the secret's 32 bytes, in hexadecimal; the evidence is the secret
 */
@RegisterForReflection
record CommitReveal(String commitment) implements DrawSource {
  CommitReveal {
    Hex.bytes(commitment, Sha256.BYTES);
  }

  @Override
  public Optional<byte[]> value(String evidence) {
    return Optional.of(evidence)
        .filter(secret -> Hex.is(secret, Sha256.BYTES))
        .map(secret -> Hex.bytes(secret, Sha256.BYTES))
        .filter(secret -> Hex.of(Sha256.of(secret)).equals(commitment));
  }

  @Override
  public boolean proofAgainstOperator() {
    return false;
  }
}
