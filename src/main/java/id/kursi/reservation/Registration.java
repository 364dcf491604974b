package id.kursi.reservation;

import id.kursi.platform.Act;
import id.kursi.platform.Form;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A claim as it comes.
 *
 * @param waits whether a place in the reserve list will do
 * @param by the officer who claims for the family; null where it claims by itself
 * @param pass the waiting room's, as it came; null where none did
 */
record Registration(
    UUID id, String account, long slotId, boolean waits, Child child, Act by, String pass) {
  /** The header in which a pass comes. */
  static final String PASS = "Kursi-Pass";

  /** What a claim says of itself; read before the form is done, so that anything may be missing. */
  record Body(Long slotId, boolean waits, Child child) {
    static Body read(Form form, LocalDate today) {
      return new Body(
          form.number("slotId", 1, Long.MAX_VALUE),
          form.flag("waitList"),
          Child.read(form.object("child"), today));
    }
  }

  static Registration of(UUID id, String account, Body body, Act by, String pass) {
    return new Registration(id, account, body.slotId(), body.waits(), body.child(), by, pass);
  }
}
