package id.kursi.waitingroom;

import id.kursi.waitingroom.Door.Given;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * What a family does with its place and is told of it: by its own phone, or through an officer at
 * the help desk. One way and the same rules for both. Codes without a room and whatever the door
 * refuses are problem documents.
 */
@ApplicationScoped
public class Places {
  private final Rooms rooms;
  private final Door door;
  private final Draws draws;
  private final EntryReceipts receipts;

  Places(Rooms rooms, Door door, Draws draws, EntryReceipts receipts) {
    this.rooms = rooms;
    this.door = door;
    this.draws = draws;
    this.receipts = receipts;
  }

  /**
   * @param isNew whether it was made just now
   */
  public record Entered(EntryView view, boolean isNew) {}

  /**
   * The account's entry, made now or before, with its receipt. A receipt that was lost is signed
   * anew whenever the family enters again; other looks at the entry bring none.
   */
  public Uni<Entered> enter(String code, UUID id, Family family) {
    var room = rooms.of(code);
    return door.enter(room, id, family)
        .chain(
            entered ->
                receipts
                    .of(room, entered.entry())
                    .map(receipt -> view(room, entered.entry(), receipt))
                    .map(view -> new Entered(view, entered.isNew())));
  }

  Uni<Boolean> isIn(String code, String account) {
    return door.isIn(rooms.of(code), account);
  }

  Uni<EntryView> own(String code, UUID id, String account) {
    var room = rooms.of(code);
    return door.own(room, id, account).map(entry -> view(room, entry, null));
  }

  /** The entry that lives, or that a seat has ended, whatever its id. */
  public Uni<EntryView> live(String code, Family family) {
    var room = rooms.of(code);
    return door.live(room, family).map(entry -> view(room, entry, null));
  }

  /** The entry as it is then: LEFT, unless it was over before. */
  public Uni<EntryView> leave(String code, UUID id, Family family) {
    var room = rooms.of(code);
    return door.leave(room, id, family).map(entry -> view(room, entry, null));
  }

  /** What shows that the entry took part in the draw. */
  Uni<Inclusion> inclusion(String code, UUID id, String account) {
    var room = rooms.of(code);
    return door.own(room, id, account).chain(entry -> draws.inclusion(room, entry));
  }

  public Uni<PassView> pass(String code, Family family) {
    var room = rooms.of(code);
    return door.pass(room, family).map(given -> view(room, given));
  }

  private EntryView view(Room room, Entry entry, String receipt) {
    return EntryView.of(room, entry, rooms.estimate(room, entry), receipt);
  }

  private static PassView view(Room room, Given given) {
    var pass = given.pass();
    return new PassView(given.text(), room.code(), pass.position(), pass.expiresAt());
  }
}
