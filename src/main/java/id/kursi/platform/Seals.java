package id.kursi.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Personal data at rest: sealed by AES-256-GCM under a key whose id stands before the sealed bytes,
 * and found again by an HMAC-SHA256 under another key. Sealed bytes: length of the key id (1 byte),
 * key id, nonce (12), ciphertext with tag (16).
 */
@ApplicationScoped
public class Seals {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
  private final String current;
  private final Mac keyed;
  private final SecureRandom random = new SecureRandom();

  public Seals(SealingConfig config) {
    for (var entry : config.keys().split(",")) {
      var parts = entry.strip().split(":", 2);
      if (parts.length != 2 || parts[0].isEmpty() || parts[0].length() > 32) {
        throw new IllegalStateException(
            "kursi.sealing.keys wants id:base64 pairs, ids of 1 to 32 characters");
      }
      var key = new SecretKeySpec(key("kursi.sealing.keys", parts[1]), "AES");
      if (keys.put(parts[0], key) != null) {
        throw new IllegalStateException("kursi.sealing.keys names " + parts[0] + " twice");
      }
    }
    current = keys.keySet().iterator().next();
    keyed = keyed(key("kursi.sealing.holder-key", config.holderKey()));
  }

  private static Mac keyed(byte[] key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("HMAC-SHA256 is not to be had", broken);
    }
  }

  private static byte[] key(String setting, String base64) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalStateException(setting + " is not base64");
    }
    if (key.length != 32) {
      throw new IllegalStateException(setting + " wants keys of 32 bytes, base64-encoded");
    }
    return key;
  }

  /**
   * @param bound what the seal is bound to: opening it with anything else fails
   */
  public byte[] seal(byte[] plain, byte[] bound) {
    var nonce = new byte[NONCE];
    random.nextBytes(nonce);
    var id = current.getBytes(StandardCharsets.UTF_8);
    try {
      var sealed = cipher(Cipher.ENCRYPT_MODE, current, nonce, bound).doFinal(plain);
      return ByteBuffer.allocate(1 + id.length + NONCE + sealed.length)
          .put((byte) id.length)
          .put(id)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("AES-GCM is not to be had", broken);
    }
  }

  /**
   * What stands before everything that is sealed now, and before nothing that was sealed under an
   * older key.
   */
  public byte[] mark() {
    var id = current.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + id.length).put((byte) id.length).put(id).array();
  }

  public byte[] open(byte[] sealed, byte[] bound) {
    var in = ByteBuffer.wrap(sealed);
    var id = new byte[in.get()];
    in.get(id);
    var nonce = new byte[NONCE];
    in.get(nonce);
    var rest = new byte[in.remaining()];
    in.get(rest);
    try {
      return cipher(Cipher.DECRYPT_MODE, new String(id, StandardCharsets.UTF_8), nonce, bound)
          .doFinal(rest);
    } catch (GeneralSecurityException forged) {
      throw new IllegalStateException("A seal does not open with its key", forged);
    }
  }

  private Cipher cipher(int mode, String keyId, byte[] nonce, byte[] bound)
      throws GeneralSecurityException {
    var key = keys.get(keyId);
    if (key == null) {
      throw new IllegalStateException("No sealing key with the id " + keyId);
    }
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(bound);
    return cipher;
  }

  /** A keyed hash, 32 bytes. The purpose keeps hashes of different things apart. */
  public byte[] hash(String purpose, String... parts) {
    try {
      // A copy of one that has its key already: half the work of a new one.
      var mac = (Mac) keyed.clone();
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      for (var part : parts) {
        var bytes = part.getBytes(StandardCharsets.UTF_8);
        // Each part carries its length, so that two lists of parts never run together into one.
        mac.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        mac.update(bytes);
      }
      return mac.doFinal();
    } catch (CloneNotSupportedException broken) {
      throw new IllegalStateException("HMAC-SHA256 cannot be copied", broken);
    }
  }
}
