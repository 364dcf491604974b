package id.kursi.waitingroom;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * Where a line stands, the same for everybody; whoever waits compares the own position with it.
 *
 * @param entered families that entered so far
 * @param drawn of these, who takes part in the draw; null before the opening
 * @param serving the highest position whose turn it is or was
 * @param perMinute families whose turn comes, as the line moves now
 * @param root of the tree over those who take part, in hexadecimal; null before it is published
 * @param seats what is left to claim
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PointerView(
    String intake,
    Room.State state,
    Instant opensAt,
    Instant closesAt,
    long entered,
    Long drawn,
    long serving,
    long perMinute,
    String root,
    Seats seats,
    AskAgain askAgain) {

  /**
   * What a claim can still get.
   *
   * @param free seats that anybody may claim
   * @param reserve places in the reserve lists
   */
  @RegisterForReflection
  public record Seats(State state, long free, long reserve) {
    /** Of seats that are gone some may come back, as holds end and families give them up. */
    enum State {
      FREE,
      /** No seat is free; whoever has a turn may still choose a reserve list. */
      RESERVE,
      FULL
    }

    static Seats of(Flow.Left left) {
      var state =
          left.free() > 0 || !left.bounded()
              ? State.FREE
              : left.reserve() > 0 ? State.RESERVE : State.FULL;
      return new Seats(state, left.free(), left.reserve());
    }
  }

  /**
   * When to ask again: after this share of the wait that is left, within the bounds, give or take a
   * fifth at random. An hour's wait is ten looks, which WaitingRoomBytesTest counts; nobody sleeps
   * for longer than half of a turn.
   *
   * @param perMinute the fastest pace of late, by which the wait is reckoned: a line that stumbled
   *     may be at full speed again soon
   */
  @RegisterForReflection
  public record AskAgain(long perMinute, double share, int atLeastSeconds, int atMostSeconds) {
    private static final double SHARE = 0.65;
    private static final int AT_LEAST_SECONDS = 30;
    private static final int AT_MOST_SECONDS = 900;

    private static int atMost(Room room) {
      long half = room.passFor().plus(room.grace()).dividedBy(2).toSeconds();
      return (int) Math.max(AT_LEAST_SECONDS, Math.min(half, AT_MOST_SECONDS));
    }

    static AskAgain of(Room room) {
      return new AskAgain(
          (long) Math.ceil(60 * room.briskRate()), SHARE, AT_LEAST_SECONDS, atMost(room));
    }
  }

  static PointerView of(Room room, Room.State state, Flow.Left left) {
    return new PointerView(
        room.code(),
        state,
        room.opensAt(),
        room.closesAt(),
        room.entries(),
        room.drawn(),
        room.serving(),
        Math.round(60 * room.rate()),
        room.root() == null ? null : Hex.of(room.root()),
        Seats.of(left),
        AskAgain.of(room));
  }
}
