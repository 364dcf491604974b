package id.kursi.reservation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.kursi.catalogue.Catalogue;
import id.kursi.platform.Act;
import id.kursi.platform.Bilingual;
import id.kursi.reservation.Gates.Rules;
import id.kursi.reservation.Snapshot.Allocation;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Loads the demo intakes from {@code demo/tangerang-selatan-smp-2025.json}. */
@ApplicationScoped
class Demo {
  private static final Logger LOG = Logger.getLogger(Demo.class);

  /** Whom the audit log names: no account is called so, for it would need a token. */
  private static final Act BY = new Act("(demo)", null);

  private static final String FILE = "/demo/tangerang-selatan-smp-2025.json";

  @RegisterForReflection
  record Named(String code, Bilingual name) {}

  @RegisterForReflection
  record School(String code, String name, int classes) {}

  /**
   * @param share in per cent of each school's seats; the shares of all tracks make 100
   */
  @RegisterForReflection
  record Track(String code, String label, int share) {}

  @RegisterForReflection
  record DemoIntake(String code, Bilingual title, Allocation allocation, int waitListLength) {}

  @RegisterForReflection
  record Data(
      Named agency,
      Named service,
      int seatsPerClass,
      List<Track> tracks,
      List<School> schools,
      List<DemoIntake> intakes) {}

  private final DemoConfig config;
  private final Catalogue catalogue;
  private final Gates gates;
  private final Snapshots snapshots;
  private final Clock clock;

  Demo(DemoConfig config, Catalogue catalogue, Gates gates, Snapshots snapshots, Clock clock) {
    this.config = config;
    this.catalogue = catalogue;
    this.gates = gates;
    this.snapshots = snapshots;
    this.clock = clock;
  }

  void load(@Observes StartupEvent start) throws Throwable {
    if (config.load()) {
      VertxContextSupport.subscribeAndAwait(this::loadMissing);
    }
  }

  private Uni<Void> loadMissing() {
    return snapshots.refresh().chain(() -> load(read()));
  }

  static Data read() {
    try (var in = Demo.class.getResourceAsStream(FILE)) {
      return new JsonMapper().readValue(in, new TypeReference<Data>() {});
    } catch (IOException unreadable) {
      throw new IllegalStateException("The demo's file cannot be read", unreadable);
    }
  }

  private Uni<Void> load(Data data) {
    return catalogue
        .putAgency(data.agency().code(), data.agency().name(), BY)
        .chain(
            () ->
                catalogue.putService(
                    data.agency().code(), data.service().code(), data.service().name(), BY))
        .chain(
            () ->
                each(
                    data.schools(),
                    school ->
                        catalogue.putOffice(
                            data.agency().code(), school.code(), school.name(), BY)))
        .chain(() -> each(data.intakes(), intake -> loadIntake(data, intake)))
        .chain(snapshots::refresh);
  }

  private Uni<Void> loadIntake(Data data, DemoIntake intake) {
    if (snapshots.current().intakes().containsKey(intake.code())) {
      return Uni.createFrom().voidItem();
    }
    var opensAt = clock.instant().plus(config.opensIn());
    var closesAt = opensAt.plus(config.openFor());
    var byArrival = intake.allocation() == Allocation.ARRIVAL;
    // A ranked registration stands until the selection: its holds end with the window.
    var rules =
        new Rules(
            intake.allocation(),
            opensAt,
            closesAt,
            byArrival ? java.time.Duration.ofMinutes(10) : null,
            byArrival ? null : closesAt,
            3,
            10,
            intake.waitListLength());
    LOG.infof("Loading the demo intake %s, opening at %s", intake.code(), opensAt);
    return gates
        .putIntake(data.service().code(), intake.code(), intake.title(), rules, BY)
        .chain(
            id ->
                each(
                    slots(data),
                    slot ->
                        gates.putSlot(
                            id.orElseThrow(),
                            slot.office(),
                            slot.track(),
                            slot.label(),
                            slot.capacity(),
                            BY)));
  }

  record DemoSlot(String office, String track, String label, int capacity) {}

  static List<DemoSlot> slots(Data data) {
    var slots = new ArrayList<DemoSlot>();
    for (var school : data.schools()) {
      int[] seats =
          shares(
              school.classes() * data.seatsPerClass(),
              data.tracks().stream().mapToInt(Track::share).toArray());
      for (int i = 0; i < seats.length; i++) {
        var track = data.tracks().get(i);
        slots.add(new DemoSlot(school.code(), track.code(), track.label(), seats[i]));
      }
    }
    return slots;
  }

  /**
   * Whole seats whose sum is exact: rounded down, what is left goes one each to the largest
   * remainders.
   */
  static int[] shares(int seats, int[] percent) {
    var whole = new int[percent.length];
    int left = seats;
    for (int i = 0; i < percent.length; i++) {
      whole[i] = seats * percent[i] / 100;
      left -= whole[i];
    }
    for (; left > 0; left--) {
      int most = 0;
      for (int i = 1; i < percent.length; i++) {
        if (seats * percent[i] - whole[i] * 100 > seats * percent[most] - whole[most] * 100) {
          most = i;
        }
      }
      whole[most]++;
    }
    return whole;
  }

  private static <T> Uni<Void> each(List<T> items, java.util.function.Function<T, Uni<?>> action) {
    return Multi.createFrom()
        .iterable(items)
        .onItem()
        .transformToUniAndConcatenate(item -> action.apply(item).replaceWithVoid())
        .collect()
        .last()
        .replaceWithVoid();
  }
}
