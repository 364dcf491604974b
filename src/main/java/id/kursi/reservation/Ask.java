package id.kursi.reservation;

import java.util.UUID;

/**
 * What the doorman is asked for one claim.
 *
 * @param holder the child as Redis and sets know it
 * @param waits whether a place in the reserve list will do
 */
record Ask(UUID id, long intakeId, long slotId, String holder, boolean waits) {}
