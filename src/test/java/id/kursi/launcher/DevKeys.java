package id.kursi.launcher;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The keys of a developer's machine, made at the first start and kept in one folder. Never for
 * production.
 */
public final class DevKeys {
  static final String ISSUER = "kursi-dev";
  static final String AUDIENCE = "kursi";
  private static final Duration TOKEN_LIFE = Duration.ofHours(12);

  private final Path folder;

  private DevKeys(Path folder) {
    this.folder = folder;
  }

  public static DevKeys in(Path folder) throws IOException, GeneralSecurityException {
    Files.createDirectories(folder);
    var keys = new DevKeys(folder);
    if (!Files.exists(keys.publicKeysFile())) {
      var rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(2048);
      var rsaPair = rsa.generateKeyPair();
      var ec = KeyPairGenerator.getInstance("EC");
      ec.initialize(new ECGenParameterSpec("secp256r1"));
      var ecPair = ec.generateKeyPair();
      write(keys.privateKeyFile("RSA"), encoded(rsaPair.getPrivate()));
      write(keys.privateKeyFile("EC"), encoded(ecPair.getPrivate()));
      write(keys.publicKeysFile(), jwks(rsaPair.getPublic(), ecPair.getPublic()));
    }
    for (var name : new String[] {"sealing", "holder"}) {
      if (!Files.exists(folder.resolve(name))) {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        write(folder.resolve(name), Base64.getEncoder().encodeToString(key));
      }
    }
    if (!Files.exists(keys.signingKeysFile())) {
      write(keys.signingKeysFile(), SigningKey.make());
    }
    return keys;
  }

  /**
   * Both kinds of keys that the service accepts; a set, because a single PEM file can be of one
   * kind only.
   */
  private static String jwks(PublicKey... keys) throws GeneralSecurityException {
    try {
      var set = new JsonWebKeySet();
      for (var key : keys) {
        var jwk = PublicJsonWebKey.Factory.newPublicJwk(key);
        jwk.setKeyId(key.getAlgorithm());
        set.addJsonWebKey(jwk);
      }
      return set.toJson();
    } catch (JoseException unusable) {
      throw new GeneralSecurityException(unusable);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  private static String encoded(PrivateKey key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  private Path publicKeysFile() {
    return folder.resolve("jwt-public.jwks");
  }

  private Path signingKeysFile() {
    return folder.resolve("signing.jwks");
  }

  private Path privateKeyFile(String kind) {
    return folder.resolve("jwt-private." + kind);
  }

  /** The settings by which a service knows these keys. */
  public Map<String, String> settings() throws IOException {
    return Map.of(
        "mp.jwt.verify.publickey.location",
        publicKeysFile().toAbsolutePath().toUri().toString(),
        "mp.jwt.verify.issuer",
        ISSUER,
        "mp.jwt.verify.audiences",
        AUDIENCE,
        "kursi.sealing.keys",
        "dev:" + Files.readString(folder.resolve("sealing")),
        "kursi.sealing.holder-key",
        Files.readString(folder.resolve("holder")),
        "kursi.signing.keys",
        signingKeysFile().toAbsolutePath().toString());
  }

  /**
   * @param kind RSA or EC
   */
  public PrivateKey privateKey(String kind) throws IOException, GeneralSecurityException {
    var der = Base64.getDecoder().decode(Files.readString(privateKeyFile(kind)));
    return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /**
   * What every token of a developer's machine claims; whoever signs it names the key. An officer
   * works for every office unless some are named.
   */
  public static JwtClaimsBuilder claims(String account, String role, String... offices) {
    var claims = base(account, role);
    return role.equals("officer")
        ? claims.claim("offices", offices.length == 0 ? List.of("*") : List.of(offices))
        : claims;
  }

  private static JwtClaimsBuilder base(String account, String role) {
    return Jwt.issuer(ISSUER)
        .audience(AUDIENCE)
        .subject(account)
        .groups(Set.of(role))
        .issuedAt(Instant.now())
        .expiresAt(Instant.now().plus(TOKEN_LIFE));
  }

  /** A signed token for the account, with one role. */
  static String token(String account, String role, PrivateKey key, String... offices) {
    return claims(account, role, offices).jws().keyId(key.getAlgorithm()).sign(key);
  }
}
