package id.kursi.catalogue;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Where a service is given.
 *
 * @param agency its code
 */
@RegisterForReflection
public record OfficeView(String code, String agency, String name) {
  /**
   * @param next the code after which the following page begins, or null on the last
   */
  @RegisterForReflection
  public record Page(List<OfficeView> offices, String next) {}
}
