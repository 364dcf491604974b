package id.kursi.platform;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MissingSettingsTest {
  @Test
  void aStartWithoutNeighboursNamesEverySettingThatIsMissing() throws IOException {
    var shipped =
        new PropertiesConfigSource(getClass().getResource("/application.properties"), 250);
    var config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(shipped)
            .withMapping(NeighboursConfig.class)
            .withMapping(SealingConfig.class)
            .withMapping(SigningConfig.class);
    assertThatThrownBy(config::build)
        .hasMessageContaining("quarkus.datasource.reactive.url")
        .hasMessageContaining("quarkus.redis.hosts")
        .hasMessageContaining("mp.jwt.verify.publickey.location")
        .hasMessageContaining("mp.jwt.verify.issuer")
        .hasMessageContaining("mp.jwt.verify.audiences")
        .hasMessageContaining("kursi.sealing.keys")
        .hasMessageContaining("kursi.sealing.holder-key")
        .hasMessageContaining("kursi.signing.keys");
  }
}
