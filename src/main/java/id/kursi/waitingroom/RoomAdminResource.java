package id.kursi.waitingroom;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.kursi.platform.CurrentUser;
import id.kursi.platform.FieldRule;
import id.kursi.platform.Form;
import id.kursi.platform.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;

/** Making a waiting room, steering its line, and telling what the dice said. */
@Path("/v1/operator/intakes/{code}/waiting-room")
@RolesAllowed(Roles.OPERATOR)
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
public class RoomAdminResource {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int MOST_PER_MINUTE = 600_000;
  private static final int MOST_INSIDE = 1_000_000;
  private static final int MAX_TEXT = 2_000;

  /** Of quicknet, in the year 2118. */
  private static final long LAST_ROUND = 1_000_000_000;

  private final RoomGates gates;
  private final Draws draws;
  private final Rooms rooms;
  private final Flow flow;
  private final CurrentUser user;

  RoomAdminResource(RoomGates gates, Draws draws, Rooms rooms, Flow flow, CurrentUser user) {
    this.gates = gates;
    this.draws = draws;
    this.rooms = rooms;
    this.flow = flow;
    this.user = user;
  }

  /**
   * A room as its operators see it.
   *
   * @param line as everybody sees it
   * @param setPerMinute null where the line follows the seat path
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RoomView(
      PointerView line,
      DrawSource source,
      Duration passFor,
      Duration grace,
      long leastPerMinute,
      long mostPerMinute,
      Long setPerMinute,
      Integer mostInside,
      Instant frozenAt,
      Instant rootAt,
      Instant drawnAt,
      RoomGates.Figures figures) {}

  /** {draw, passFor?, grace?, leastPerMinute?, mostPerMinute?, mostInside?} */
  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<RoomView> put(String code, byte[] body) {
    var form = Form.of(body);
    var draw = form.object("draw");
    var kind = draw.oneOf("kind", DrawKind.class);
    var round = draw.has("round") ? draw.number("round", 1, LAST_ROUND) : null;
    var thrown = draw.has("throws") ? draw.integer("throws", Dice.AT_LEAST, 1_000) : null;
    var agreed = draw.has("agreed") ? draw.text("agreed", MAX_TEXT) : null;
    var commitment = draw.has("commitment") ? draw.text("commitment", 64) : null;
    draw.check(
        "commitment",
        commitment,
        commitment != null && Hex.is(commitment, Sha256.BYTES),
        FieldRule.CODE);
    var wanted = new RoomGates.Wanted(kind, round, thrown, agreed, commitment);
    wanted.missing().ifPresent(field -> draw.error(field, FieldRule.REQUIRED));
    var passFor = form.has("passFor") ? form.duration("passFor", LONGEST) : Duration.ofMinutes(10);
    var grace = form.has("grace") ? form.duration("grace", LONGEST) : Duration.ofMinutes(30);
    var least = form.integer("leastPerMinute", 1, MOST_PER_MINUTE, 60);
    var most = form.integer("mostPerMinute", 1, MOST_PER_MINUTE, 6_000);
    form.check(
        "mostPerMinute", most, least == null || most == null || most >= least, FieldRule.NUMBER);
    var inside = form.has("mostInside") ? form.integer("mostInside", 1, MOST_INSIDE) : null;
    form.done();
    return gates
        .put(
            code,
            wanted,
            new RoomGates.Pacing(passFor, grace, least / 60.0, most / 60.0, inside),
            user.act())
        .chain(() -> view(code));
  }

  @GET
  public Uni<RoomView> figures(String code) {
    return view(code);
  }

  /** {perMinute}: the line moves so fast, within its bounds. */
  @PUT
  @Path("rate")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<RoomView> rate(String code, byte[] body) {
    var form = Form.of(body);
    var perMinute = form.integer("perMinute", 1, MOST_PER_MINUTE);
    form.done();
    return steer(code, "RATE", perMinute / 60.0);
  }

  /** The line follows the seat path again. */
  @DELETE
  @Path("rate")
  public Uni<RoomView> follow(String code) {
    return steer(code, "RATE", null);
  }

  @PUT
  @Path("pause")
  public Uni<RoomView> pause(String code) {
    return steer(code, "PAUSE", null);
  }

  @DELETE
  @Path("pause")
  public Uni<RoomView> resume(String code) {
    return steer(code, "RESUME", null);
  }

  /** For good: nobody needs a pass any more. */
  @PUT
  @Path("drain")
  public Uni<RoomView> drain(String code) {
    return steer(code, "DRAIN", null);
  }

  private Uni<RoomView> steer(String code, String what, Double rate) {
    return gates.steer(rooms.of(code), what, rate, user.act()).chain(() -> view(code));
  }

  /** {evidence}: what the dice said, or the secret of a rehearsal. Once, and for good. */
  @PUT
  @Path("evidence")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<RoomView> evidence(String code, byte[] body) {
    var form = Form.of(body);
    var evidence = form.text("evidence", MAX_TEXT);
    form.done();
    return draws
        .draw(rooms.of(code), evidence, user.act())
        .chain(() -> view(code))
        .invoke(() -> Draws.require(rooms.of(code), evidence));
  }

  private Uni<RoomView> view(String code) {
    return rooms
        .refreshOrFail()
        .chain(() -> gates.figures(rooms.of(code)))
        .map(
            figures -> {
              var room = rooms.of(code);
              return new RoomView(
                  PointerView.of(room, room.state(rooms.now()), flow.left(room.intakeId())),
                  room.source(),
                  room.passFor(),
                  room.grace(),
                  Math.round(60 * room.leastRate()),
                  Math.round(60 * room.mostRate()),
                  room.setRate() == null ? null : Math.round(60 * room.setRate()),
                  room.mostInside(),
                  room.frozenAt(),
                  room.rootedAt(),
                  room.drawnAt(),
                  figures);
            });
  }
}
