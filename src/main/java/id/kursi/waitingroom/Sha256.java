package id.kursi.waitingroom;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4), the only hash of the draw, in buffers that are used again. */
final class Sha256 {
  static final int BYTES = 32;

  private final MessageDigest digest = digest();

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException broken) {
      throw new IllegalStateException("SHA-256 is not to be had", broken);
    }
  }

  static byte[] of(byte[] data) {
    return digest().digest(data);
  }

  Sha256 add(byte[] data, int from, int length) {
    digest.update(data, from, length);
    return this;
  }

  Sha256 add(byte one) {
    digest.update(one);
    return this;
  }

  /** Writes the hash of what was added to {@code out}, and begins anew. */
  void into(byte[] out, int at) {
    try {
      digest.digest(out, at, BYTES);
    } catch (DigestException broken) {
      throw new IllegalStateException("SHA-256 has 32 bytes", broken);
    }
  }
}
