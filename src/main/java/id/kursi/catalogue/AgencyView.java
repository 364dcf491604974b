package id.kursi.catalogue;

import id.kursi.platform.Bilingual;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** Who offers services. */
@RegisterForReflection
public record AgencyView(String code, Bilingual name) {
  /**
   * @param next the code after which the following page begins, or null on the last
   */
  @RegisterForReflection
  public record Page(List<AgencyView> agencies, String next) {}

  static AgencyView of(Agency agency) {
    return new AgencyView(agency.code, new Bilingual(agency.nameId, agency.nameEn));
  }
}
