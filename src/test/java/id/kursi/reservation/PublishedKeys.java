package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/** Checks what the service has signed as anybody can: by the keys that it publishes. */
final class PublishedKeys {
  /**
   * @param type the {@code typ} of the only kind of document that is taken
   */
  static JwtConsumer checking(String type) throws JoseException {
    var keys = Api.anybody().get("/v1/keys").then().statusCode(200).extract().asString();
    assertThat(keys).doesNotContain("\"d\"");
    return new JwtConsumerBuilder()
        .setVerificationKeyResolver(
            new JwksVerificationKeyResolver(new JsonWebKeySet(keys).getJsonWebKeys()))
        .setExpectedType(true, type)
        .setExpectedIssuer("kursi")
        .build();
  }

  private PublishedKeys() {}
}
