package id.kursi.waitingroom;

import java.time.Instant;

/**
 * By what a claim is let in.
 *
 * @param position the family's place in the line
 * @param pointer the position that was served when the pass was first given
 * @param expired a claim that was made before may still be repeated with it
 */
public record Pass(
    String account,
    long intakeId,
    long position,
    long pointer,
    Instant expiresAt,
    boolean expired) {}
