package id.kursi.platform;

/**
 * Who answers for what is done: kept with the change, in the same transaction.
 *
 * @param actor an account
 * @param reason why, or what a family consented to; null where nothing was said
 */
public record Act(String actor, String reason) {
  /** Characters. */
  public static final int MAX_REASON = 500;
}
