package id.kursi.waitingroom;

/** A family that asks for its pass. */
record Turn(long intakeId, String account, long position) {}
