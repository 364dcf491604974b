package id.kursi.reservation;

/**
 * What an officer answers for: kept with the reservation in the same transaction.
 *
 * @param actor the officer's account
 * @param reason why, or what the family consented to
 */
record Act(String actor, String reason) {}
