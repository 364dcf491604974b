package id.kursi.waitingroom;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Lets in whoever has a pass, where a room stands. */
@ApplicationScoped
class PassCheck implements Admission {
  private final Rooms rooms;
  private final Passes passes;
  private final RoomMeters measured;

  PassCheck(Rooms rooms, Passes passes, RoomMeters measured) {
    this.rooms = rooms;
    this.passes = passes;
    this.measured = measured;
  }

  @Override
  public boolean isNeeded(long intakeId) {
    return rooms.stand(intakeId);
  }

  @Override
  public Pass pass(String text, String account, long intakeId, Instant now) {
    var pass = text == null ? null : passes.read(text, account, intakeId, now);
    if (pass != null && !pass.expired()) {
      measured.used();
    }
    return pass;
  }

  @Override
  public void claimed() {
    measured.claimed();
  }
}
