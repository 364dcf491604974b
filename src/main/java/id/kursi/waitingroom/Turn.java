package id.kursi.waitingroom;

import java.util.UUID;

/** A family that asks for its pass. */
record Turn(UUID entry, Family family, long position) {}
