package id.kursi.waitingroom;

import id.kursi.platform.Json;
import id.kursi.platform.Listeners;
import id.kursi.platform.Page;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The rooms as this instance knows them, and the tick that moves them on: first each room takes the
 * step that is due, then all are read again and shown. Any instance may take any step; the database
 * lets one of them.
 */
@ApplicationScoped
class Rooms {
  static final String EVENT = "waiting-room";
  private static final Logger LOG = Logger.getLogger(Rooms.class);

  /**
   * @param here this instance's clock when the database told its own
   */
  private record Shown(
      Instant asOf, Instant here, Map<String, Room> byCode, Map<Long, Room> byIntake) {
    static final Shown NONE = new Shown(Instant.EPOCH, Instant.EPOCH, Map.of(), Map.of());
  }

  /**
   * @param draw null before the root is published
   */
  private record PageOf(Room room, PointerView view, Page page, Page draw) {}

  private final RoomSteps steps;
  private final Draws draws;
  private final Pointer pointer;
  private final RoomMeters measured;
  private final Flow flow;
  private final Listeners listeners;
  private final Json json;
  private final Clock clock;
  private volatile Shown shown = Shown.NONE;
  private volatile Map<Long, PageOf> pages = Map.of();
  private final Map<Long, Pace> paces = new ConcurrentHashMap<>();
  private volatile boolean missed;
  private volatile boolean missedBefore;

  Rooms(
      RoomSteps steps,
      Draws draws,
      Pointer pointer,
      RoomMeters measured,
      Flow flow,
      Listeners listeners,
      Json json,
      Clock clock) {
    this.steps = steps;
    this.draws = draws;
    this.pointer = pointer;
    this.measured = measured;
    this.flow = flow;
    this.listeners = listeners;
    this.json = json;
    this.clock = clock;
  }

  @Scheduled(
      every = "${kursi.waiting-room.every:1S}",
      concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> tick() {
    pointer.look();
    missedBefore = missed;
    missed = false;
    return Multi.createFrom()
        .iterable(shown.byIntake().values())
        .onItem()
        .transformToUniAndConcatenate(room -> orMissed(step(room)))
        .collect()
        .last()
        .chain(() -> orMissed(refresh()));
  }

  /** What fails is due again at the next tick; the other rooms do not wait for it. */
  private Uni<Void> orMissed(Uni<Void> part) {
    return part.onFailure().invoke(this::miss).onFailure().recoverWithNull();
  }

  private void miss(Throwable failure) {
    if (!missed && !missedBefore) {
      LOG.warnf("A waiting room stands still: %s", failure.getClass().getSimpleName());
    }
    missed = true;
  }

  /** What is due of a room, if anything is. */
  private Uni<Void> step(Room room) {
    return switch (room.state(now())) {
      case ENTERING ->
          now().isBefore(room.opensAt())
              ? Uni.createFrom().voidItem()
              : steps.freeze(room).replaceWithVoid();
      case DRAWING -> {
        draws.goOn(room, now());
        yield Uni.createFrom().voidItem();
      }
      case SERVING, PAUSED ->
          orMissed(steps.placeThoseWhoLeft(room)).chain(() -> pointer.advance(room));
      case DRAINED, CLOSED -> Uni.createFrom().voidItem();
    };
  }

  Uni<Void> refresh() {
    // The clock is looked at when the answer is there: it may have waited behind another call.
    return steps
        .rooms(shown.byIntake())
        .invoke(read -> show(read.asOf(), read.rooms(), clock.instant()))
        .replaceWithVoid();
  }

  /** For whoever shows what they just changed. */
  Uni<Void> refreshOrFail() {
    return refresh()
        .onFailure()
        .transform(failure -> new ProblemException(ProblemType.UNAVAILABLE));
  }

  private void show(Instant asOf, List<Room> rooms, Instant here) {
    var byCode = new HashMap<String, Room>();
    var byIntake = new HashMap<Long, Room>();
    for (var room : rooms) {
      byCode.put(room.code(), room);
      byIntake.put(room.intakeId(), room);
      if (room.isDrawn()) {
        pace(room).see(room.asOf(), room.serving());
      }
    }
    var made = new HashMap<Long, PageOf>();
    for (var room : rooms) {
      made.put(room.intakeId(), page(room, pages.get(room.intakeId())));
    }
    // Pages first: whatever room is known has its own.
    pages = Map.copyOf(made);
    shown = new Shown(asOf, here, Map.copyOf(byCode), Map.copyOf(byIntake));
    measured.show(rooms);
    for (var room : rooms) {
      listeners.tell(EVENT, room.code(), () -> page(room));
    }
  }

  /**
   * Made again only where something that they show has changed, or the version, which is in the
   * ETag: who has seen fewer changes must not have another one.
   */
  private PageOf page(Room room, PageOf before) {
    var view = PointerView.of(room, room.state(room.asOf()), flow.left(room.intakeId()));
    var page =
        before != null && before.room().version() == room.version() && before.view().equals(view)
            ? before.page()
            : Page.of(room.version(), json.bytes(view));
    return new PageOf(room, view, page, draw(room, before));
  }

  private Page draw(Room room, PageOf before) {
    if (room.root() == null) {
      return null;
    }
    return before != null
            && before.draw() != null
            && Objects.equals(before.room().evidence(), room.evidence())
        ? before.draw()
        : Page.of(0, json.bytes(DrawView.of(room)));
  }

  /** The room of this intake's code, or a problem document. */
  Room of(String code) {
    if (shown == Shown.NONE) {
      throw new ProblemException(ProblemType.UNAVAILABLE);
    }
    var room = shown.byCode().get(code);
    if (room == null) {
      throw new ProblemException(ProblemType.NO_ROOM);
    }
    return room;
  }

  Page page(Room room) {
    return pages.get(room.intakeId()).page();
  }

  /** Null before the root is published. */
  Page draw(Room room) {
    return pages.get(room.intakeId()).draw();
  }

  Instant asOf() {
    return shown.asOf();
  }

  /** Now, by the database's clock. */
  Instant now() {
    return shown == Shown.NONE
        ? clock.instant()
        : clock.instant().plus(Duration.between(shown.here(), shown.asOf()));
  }

  private Pace pace(Room room) {
    return paces.computeIfAbsent(room.intakeId(), id -> new Pace());
  }

  /** When an entry's turn comes; null where its position is not known, or nobody knows. */
  EntryView.Estimate estimate(Room room, Entry entry) {
    var position = room.position(entry.number());
    return position == null || position <= room.serving() || room.paused()
        ? null
        : pace(room).estimate(position - room.serving(), room);
  }

  /**
   * Whether a claim for this intake, which has a room, needs a pass: unless it is known drained.
   */
  boolean stand(long intakeId) {
    var room = shown.byIntake().get(intakeId);
    return room == null || !room.drained();
  }
}
