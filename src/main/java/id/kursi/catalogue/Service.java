package id.kursi.catalogue;

import id.kursi.platform.Bilingual;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

/** A public service of an agency. */
@Entity
class Service extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  @Column(name = "agency_id")
  Long agencyId;

  String code;

  @Column(name = "title_id")
  String titleId;

  @Column(name = "title_en")
  String titleEn;

  void entitle(Bilingual title) {
    titleId = title.id();
    titleEn = title.en();
  }
}
