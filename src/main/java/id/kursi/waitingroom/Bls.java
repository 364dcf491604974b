package id.kursi.waitingroom;

import supranational.blst.BLST_ERROR;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;

/**
 * BLS signatures on G1 of BLS12-381 with public keys on G2, hashed to the curve by RFC 9380: what
 * drand's scheme bls-unchained-g1-rfc9380 signs with. The work is done by blst
 * (https://github.com/supranational/blst), a native library that the jar unpacks and loads.
 */
final class Bls {
  /** What keeps drand's signatures apart from those of others, as its source has it. */
  private static final String DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

  /** Whether 96 bytes are a public key: a compressed point of the group G2. */
  static boolean isKey(byte[] key) {
    try {
      var point = new P2_Affine(key);
      return point.in_group() && !point.is_inf();
    } catch (RuntimeException noPoint) {
      return false;
    }
  }

  /**
   * @param key 96 bytes, compressed
   * @param signature 48 bytes, compressed
   */
  static boolean isSigned(byte[] key, byte[] message, byte[] signature) {
    try {
      return new P1_Affine(signature).core_verify(new P2_Affine(key), true, message, DOMAIN)
          == BLST_ERROR.BLST_SUCCESS;
    } catch (RuntimeException noPoint) {
      return false;
    }
  }

  private Bls() {}
}
