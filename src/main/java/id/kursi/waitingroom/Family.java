package id.kursi.waitingroom;

/**
 * Who stands at the door.
 *
 * @param account has one place in a room, whoever asks for it
 * @param officer who speaks for a family at the help desk; null where it speaks for itself
 * @param reason why, or what the family consented to; null without an officer
 */
public record Family(String account, String officer, String reason) {
  public Family {
    if ((officer == null) != (reason == null)) {
      throw new IllegalArgumentException("An officer says why, and nobody else is asked");
    }
  }

  static Family of(String account) {
    return new Family(account, null, null);
  }

  boolean isAssisted() {
    return officer != null;
  }
}
