package id.kursi.catalogue;

import id.kursi.platform.Bilingual;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

/**
 * What an intake is called and which service it belongs to. Its window and its counts are the
 * ledger's.
 */
@Entity
class Intake extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  @Column(name = "service_id")
  Long serviceId;

  String code;

  @Column(name = "title_id")
  String titleId;

  @Column(name = "title_en")
  String titleEn;

  void describe(Service service, Bilingual title) {
    serviceId = service.id;
    titleId = title.id();
    titleEn = title.en();
  }
}
