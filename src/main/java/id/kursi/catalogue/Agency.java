package id.kursi.catalogue;

import id.kursi.platform.Bilingual;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

/** Who offers services (OPD): the education office, the civil registry. */
@Entity
class Agency extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  String code;

  @Column(name = "name_id")
  String nameId;

  @Column(name = "name_en")
  String nameEn;

  void rename(Bilingual name) {
    nameId = name.id();
    nameEn = name.en();
  }
}
