package id.kursi.catalogue;

import id.kursi.platform.Act;
import id.kursi.platform.Bilingual;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Agencies, offices, services, and what intakes and slots are called. Everything is put by its
 * code: the same call creates and changes, and may be repeated. Answers are ids; empty means that a
 * code it refers to is unknown. Whoever changes something is told to the audit log.
 */
@ApplicationScoped
public class Catalogue {
  private final ChangeLog log;

  Catalogue(ChangeLog log) {
    this.log = log;
  }

  /** Agencies in the order of their codes, after the given one. */
  public Uni<List<AgencyView>> agencies(String after, int limit) {
    return Panache.withSession(
        () ->
            Agency.<Agency>find("code > ?1 order by code", after)
                .page(0, limit)
                .list()
                .map(found -> found.stream().map(AgencyView::of).toList()));
  }

  public Uni<List<OfficeView>> offices(String after, int limit) {
    return page(
        "select o.code, a.code, o.name from Office o join Agency a on a.id = o.agencyId"
            + " where o.code > :after order by o.code",
        after,
        limit,
        row -> new OfficeView((String) row[0], (String) row[1], (String) row[2]));
  }

  public Uni<List<ServiceView>> services(String after, int limit) {
    return page(
        "select s.code, a.code, s.titleId, s.titleEn from Service s join Agency a on a.id = s.agencyId"
            + " where s.code > :after order by s.code",
        after,
        limit,
        row ->
            new ServiceView(
                (String) row[0], (String) row[1], new Bilingual((String) row[2], (String) row[3])));
  }

  private static <V> Uni<List<V>> page(
      String query, String after, int limit, Function<Object[], V> view) {
    return Panache.withSession(
        () ->
            Panache.getSession()
                .chain(
                    session ->
                        session
                            .createSelectionQuery(query, Object[].class)
                            .setParameter("after", after)
                            .setMaxResults(limit)
                            .getResultList())
                .map(rows -> rows.stream().map(view).toList()));
  }

  public Uni<Long> putAgency(String code, Bilingual name, Act by) {
    return Panache.withTransaction(
        () ->
            saved(
                    Agency.<Agency>find("code", code).firstResult(),
                    Agency::new,
                    agency -> {
                      agency.code = code;
                      agency.rename(name);
                    })
                .map(agency -> agency.id)
                .call(() -> log.write(by, "AGENCY_PUT", Map.of("agency", code))));
  }

  public Uni<Optional<Long>> putOffice(String agencyCode, String code, String name, Act by) {
    return with(
        () -> Agency.<Agency>find("code", agencyCode).firstResult(),
        agency ->
            saved(
                    Office.<Office>find("code", code).firstResult(),
                    Office::new,
                    office -> {
                      office.agencyId = agency.id;
                      office.code = code;
                      office.name = name;
                    })
                .map(office -> office.id)
                .call(
                    () ->
                        log.write(by, "OFFICE_PUT", Map.of("office", code, "agency", agencyCode))));
  }

  public Uni<Optional<Long>> putService(String agencyCode, String code, Bilingual title, Act by) {
    return with(
        () -> Agency.<Agency>find("code", agencyCode).firstResult(),
        agency ->
            saved(
                    Service.<Service>find("code", code).firstResult(),
                    Service::new,
                    service -> {
                      service.agencyId = agency.id;
                      service.code = code;
                      service.entitle(title);
                    })
                .map(service -> service.id)
                .call(
                    () ->
                        log.write(
                            by, "SERVICE_PUT", Map.of("service", code, "agency", agencyCode))));
  }

  public Uni<Optional<Long>> putIntake(String serviceCode, String code, Bilingual title, Act by) {
    return with(
        () -> Service.<Service>find("code", serviceCode).firstResult(),
        service ->
            saved(
                    Intake.<Intake>find("code", code).firstResult(),
                    Intake::new,
                    intake -> {
                      intake.code = code;
                      intake.describe(service, title);
                    })
                .map(intake -> intake.id)
                .call(
                    () ->
                        log.write(
                            by, "INTAKE_PUT", Map.of("intake", code, "service", serviceCode))));
  }

  public Uni<Optional<Long>> putSlot(
      long intakeId, String officeCode, String track, String label, Act by) {
    return with(
        () -> Office.<Office>find("code", officeCode).firstResult(),
        office ->
            Slot.<Slot>find(
                    "intakeId = ?1 and officeId = ?2 and track = ?3 and label = ?4",
                    intakeId,
                    office.id,
                    track,
                    label)
                .firstResult()
                .chain(
                    found -> {
                      if (found != null) {
                        return Uni.createFrom().item(found.id);
                      }
                      var slot = new Slot();
                      slot.intakeId = intakeId;
                      slot.officeId = office.id;
                      slot.track = track;
                      slot.label = label;
                      return slot.<Slot>persist()
                          .map(saved -> saved.id)
                          .call(id -> log.write(by, "SLOT_PUT", Map.of("slot", id)));
                    }));
  }

  /** What was found or else a new one, changed and stored. */
  private static <E extends PanacheEntityBase> Uni<E> saved(
      Uni<E> found, Supplier<E> create, Consumer<E> change) {
    return found
        .map(there -> there == null ? create.get() : there)
        .invoke(change)
        .chain(entity -> entity.<E>persist());
  }

  private static <P extends PanacheEntityBase> Uni<Optional<Long>> with(
      Supplier<Uni<P>> parent, Function<P, Uni<Long>> put) {
    return Panache.withTransaction(
        () ->
            parent
                .get()
                .chain(
                    found ->
                        found == null
                            ? Uni.createFrom().item(Optional.<Long>empty())
                            : put.apply(found).map(Optional::of)));
  }
}
