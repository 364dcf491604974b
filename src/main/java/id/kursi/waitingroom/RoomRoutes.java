package id.kursi.waitingroom;

import id.kursi.platform.DirectRoutes;
import id.kursi.platform.Listeners;
import id.kursi.platform.Problem;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.platform.PublicReads;
import id.kursi.platform.Reply;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The line and the draw as everybody sees them, from memory. */
@ApplicationScoped
class RoomRoutes {
  static final String PATH = "/v1/intakes/:code/waiting-room";

  private final Rooms rooms;
  private final Listeners listeners;
  private final DirectRoutes routes;
  private final PublicReads reads;

  RoomRoutes(Rooms rooms, Listeners listeners, DirectRoutes routes, PublicReads reads) {
    this.rooms = rooms;
    this.listeners = listeners;
    this.routes = routes;
    this.reads = reads;
  }

  void register(@Observes Router router) {
    routes.open(router, PATH, this::line);
    routes.open(router, PATH + "/draw", this::draw);
    routes.stream(router, PATH + "/events", this::listen);
  }

  private Room room(RoutingContext asked) {
    return rooms.of(asked.pathParam("code"));
  }

  private Reply line(RoutingContext asked) {
    var reply = reads.reply(asked, rooms.page(room(asked)), rooms.asOf());
    // The page itself says when, and not to all the same.
    reply.headers().remove(PublicReads.ASK_AGAIN);
    return reply;
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
}
