package id.kursi.waitingroom;

import id.kursi.platform.AccountLimits;
import id.kursi.platform.DirectRoutes;
import id.kursi.platform.DirectRoutes.Asked;
import id.kursi.platform.Form;
import id.kursi.platform.Json;
import id.kursi.platform.Listeners;
import id.kursi.platform.Parameters;
import id.kursi.platform.Problem;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.platform.PublicReads;
import id.kursi.platform.Reply;
import id.kursi.platform.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

/** The waiting room as families and the public see it. */
@ApplicationScoped
class RoomRoutes {
  private static final String PATH = "/v1/intakes/:code/waiting-room";
  private static final int MAX_ANSWER = 4096;

  private final Rooms rooms;
  private final Door door;
  private final Draws draws;
  private final EntryReceipts receipts;
  private final Challenges challenges;
  private final Listeners listeners;
  private final DirectRoutes routes;
  private final PublicReads reads;
  private final AccountLimits limits;
  private final Json json;

  RoomRoutes(
      Rooms rooms,
      Door door,
      Draws draws,
      EntryReceipts receipts,
      Challenges challenges,
      Listeners listeners,
      DirectRoutes routes,
      PublicReads reads,
      AccountLimits limits,
      Json json) {
    this.rooms = rooms;
    this.door = door;
    this.draws = draws;
    this.receipts = receipts;
    this.challenges = challenges;
    this.listeners = listeners;
    this.routes = routes;
    this.reads = reads;
    this.limits = limits;
    this.json = json;
  }

  void register(@Observes Router router) {
    routes.open(router, PATH, asked -> reads.reply(asked, rooms.page(room(asked)), rooms.asOf()));
    routes.open(router, PATH + "/draw", this::draw);
    routes.stream(router, PATH + "/events", this::listen);
    secured(router, HttpMethod.PUT, PATH + "/entries/:id", this::enter);
    secured(router, HttpMethod.GET, PATH + "/entries/:id", this::entry);
    secured(router, HttpMethod.DELETE, PATH + "/entries/:id", this::leave);
    secured(router, HttpMethod.GET, PATH + "/entries/:id/inclusion", this::inclusion);
    secured(router, HttpMethod.POST, "/v1/intakes/:code/passes", this::pass);
  }

  private void secured(
      Router router, HttpMethod method, String path, Function<Asked, Uni<Reply>> answer) {
    routes.secured(router, method, path, Roles.CITIZEN, limits.of(method, answer));
  }

  private Room room(RoutingContext asked) {
    return rooms.of(asked.pathParam("code"));
  }

  private void listen(RoutingContext asked) {
    var code = asked.pathParam("code");
    listeners.listen(asked, Rooms.EVENT, code, () -> rooms.page(rooms.of(code)));
  }

  private Reply draw(RoutingContext asked) {
    var room = room(asked);
    if (room.root() == null) {
      throw new ProblemException(
          Problem.of(ProblemType.NOT_DRAWN_YET).with("opensAt", room.opensAt()));
    }
    return reads.reply(asked, rooms.draw(room), rooms.asOf());
  }

  /** Enters: {} or, where a question is asked, {challenge}. */
  private Uni<Reply> enter(Asked asked) {
    var room = room(asked.context());
    var id = id(asked);
    var form = Form.of(asked.body());
    var answer = challenges.areAsked() ? form.text("challenge", MAX_ANSWER) : null;
    form.done();
    return asked(room, asked.account(), answer)
        .chain(() -> door.enter(room, id, asked.account()))
        .map(
            entered ->
                view(room, entered.entry(), entered.isNew() ? 201 : 200)
                    .with(
                        "Location",
                        "/v1/intakes/%s/waiting-room/entries/%s"
                            .formatted(room.code(), entered.entry().id())));
  }

  /** Whoever is in already is asked nothing: an answer counts once. */
  private Uni<Void> asked(Room room, String account, String answer) {
    return challenges.areAsked()
        ? door.isIn(room, account)
            .chain(in -> in ? Uni.createFrom().voidItem() : challenges.require(answer))
        : Uni.createFrom().voidItem();
  }

  private Uni<Reply> entry(Asked asked) {
    var room = room(asked.context());
    return door.own(room, id(asked), asked.account()).map(entry -> view(room, entry, 200));
  }

  private Uni<Reply> leave(Asked asked) {
    var room = room(asked.context());
    return door.leave(room, id(asked), asked.account()).map(entry -> view(room, entry, 200));
  }

  private Reply view(Room room, Entry entry, int status) {
    return Reply.json(
        status,
        json.bytes(
            EntryView.of(room, entry, rooms.estimate(room, entry), receipts.of(room, entry))));
  }

  private Uni<Reply> inclusion(Asked asked) {
    var room = room(asked.context());
    return door.own(room, id(asked), asked.account())
        .chain(entry -> draws.inclusion(room, entry))
        .map(inclusion -> Reply.json(200, json.bytes(inclusion)));
  }

  /**
   * @param pass to be sent as the header Kursi-Pass with each claim
   */
  @RegisterForReflection
  public record PassView(String pass, String intake, long position, Instant expiresAt) {}

  private Uni<Reply> pass(Asked asked) {
    var room = room(asked.context());
    return door.pass(room, asked.account())
        .map(
            given ->
                Reply.json(
                    200,
                    json.bytes(
                        new PassView(
                            given.text(),
                            room.code(),
                            given.pass().position(),
                            given.pass().expiresAt()))));
  }

  private static UUID id(Asked asked) {
    return Parameters.uuid7("id", asked.part("id"));
  }
}
