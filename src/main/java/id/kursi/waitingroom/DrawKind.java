package id.kursi.waitingroom;

/** Which {@link DrawSource} an operator wants. */
enum DrawKind {
  DRAND,
  DICE,
  COMMIT_REVEAL
}
