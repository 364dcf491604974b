package id.kursi.catalogue;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

/**
 * What a slot is: a track at a school, a time at a counter. Its capacity and counts are the
 * ledger's.
 */
@Entity
class Slot extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  @Column(name = "intake_id")
  Long intakeId;

  @Column(name = "office_id")
  Long officeId;

  String track;
  String label;
}
