package id.kursi.catalogue;

import id.kursi.platform.Bilingual;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A public service.
 *
 * @param agency its code
 */
@RegisterForReflection
public record ServiceView(String code, String agency, Bilingual title) {
  /**
   * @param next the code after which the following page begins, or null on the last
   */
  @RegisterForReflection
  public record Page(List<ServiceView> services, String next) {}
}
