package id.kursi.waitingroom;

import static java.util.stream.Collectors.joining;

import id.kursi.platform.Cells;
import id.kursi.platform.DirectRoutes;
import id.kursi.platform.Parameters;
import id.kursi.platform.Problem;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What whoever checks an opening downloads: the leaves of those who take part, and who was admitted
 * when. Both are read from the database, page by page, and kept by caches; a Link names the next
 * page.
 */
@ApplicationScoped
class RecordRoutes {
  /** Some hundred kilobytes, and a few milliseconds of hashing. */
  static final int LEAVES = 4_096;

  static final int POSITIONS = 1_000;

  /** The freeze fixed them: a year is as long as a cache may promise (RFC 9111). */
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";

  /** After the closing, too, a seat that is given back is offered and numbered. */
  private static final String A_MINUTE = "public, max-age=60";

  /** Pages are long and read by few: no crowd of readers takes the connections of families. */
  private static final int AT_ONCE = 2;

  private static final List<String> COLUMNS = List.of("position", "pointer", "slot", "sequence");

  private final Rooms rooms;
  private final RoomLedger ledger;
  private final RoomSteps steps;
  private final DirectRoutes routes;
  private final AtomicInteger underWay = new AtomicInteger();

  RecordRoutes(Rooms rooms, RoomLedger ledger, RoomSteps steps, DirectRoutes routes) {
    this.rooms = rooms;
    this.ledger = ledger;
    this.steps = steps;
    this.routes = routes;
  }

  void register(@Observes Router router) {
    open(router, "/leaves", this::leaves);
    open(router, "/admissions", this::admissions);
  }

  private void open(Router router, String what, Function<RoutingContext, Uni<Reply>> answer) {
    routes.openLater(router, RoomRoutes.PATH + what, asked -> bounded(asked, answer));
  }

  /** What is refused before anything is asked is an answer too. */
  private Uni<Reply> bounded(RoutingContext asked, Function<RoutingContext, Uni<Reply>> answer) {
    if (underWay.incrementAndGet() > AT_ONCE) {
      underWay.decrementAndGet();
      return Uni.createFrom().failure(new ProblemException(ProblemType.OVERLOADED));
    }
    return Uni.createFrom()
        .deferred(() -> answer.apply(asked))
        .onTermination()
        .invoke(underWay::decrementAndGet);
  }

  /** In the order of the numbers, in hexadecimal, one a line. */
  private Uni<Reply> leaves(RoutingContext asked) {
    var room = room(asked);
    if (room.root() == null) {
      throw new ProblemException(
          Problem.of(ProblemType.NOT_DRAWN_YET).with("opensAt", room.opensAt()));
    }
    int drawn = Math.toIntExact(room.drawn());
    int first = (int) after(asked, drawn - 1) + 1;
    int last = Math.min(first + LEAVES - 1, drawn);
    return steps
        .leaves(room, new MerkleTree.Block(first, last))
        .map(
            leaves -> {
              var text = leaves.stream().map(leaf -> Hex.of(leaf) + "\n").collect(joining());
              var page = page("text/plain;charset=US-ASCII", text, FOR_GOOD);
              return last < drawn ? next(page, room, "leaves", last) : page;
            });
  }

  /** By position. Of one that got several numbers, as after a move, there are as many lines. */
  private Uni<Reply> admissions(RoutingContext asked) {
    var room = room(asked);
    if (rooms.now().isBefore(room.closesAt())) {
      throw new ProblemException(
          Problem.of(ProblemType.NOT_CLOSED_YET).with("closesAt", room.closesAt()));
    }
    return ledger
        .admissions(room.intakeId(), after(asked, Long.MAX_VALUE), POSITIONS)
        .map(
            admitted -> {
              var page = page("text/csv;charset=UTF-8", csv(admitted), A_MINUTE);
              return admitted.stream().mapToLong(Admitted::position).distinct().count() < POSITIONS
                  ? page
                  : next(page, room, "admissions", admitted.getLast().position());
            });
  }

  private static String csv(List<Admitted> admitted) {
    var lines = new ArrayList<>(List.of(COLUMNS));
    for (var one : admitted) {
      lines.add(
          List.of(
              Long.toString(one.position()),
              Long.toString(one.pointer()),
              Objects.toString(one.slotId(), ""),
              Objects.toString(one.sequence(), "")));
    }
    return Cells.csv(lines);
  }

  private static Reply page(String mediaType, String text, String cacheControl) {
    return Reply.of(200, mediaType, Buffer.buffer(text))
        .with("Cache-Control", cacheControl)
        // Where another site's page asked, the answer says which.
        .with("Vary", "Origin");
  }

  private static Reply next(Reply page, Room room, String what, long after) {
    return page.with(
        "Link",
        "</v1/intakes/%s/waiting-room/%s?after=%d>; rel=\"next\""
            .formatted(room.code(), what, after));
  }

  private Room room(RoutingContext asked) {
    return rooms.of(asked.pathParam("code"));
  }

  private static long after(RoutingContext asked, long most) {
    var after = asked.request().getParam("after");
    return after == null ? 0 : Parameters.number("after", after, 0, most);
  }
}
