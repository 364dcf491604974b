package id.kursi.faults;

/** What must never be found, each counted by itself. */
enum Breach {
  MISSING("acknowledged, and not in the ledger"),
  UNDONE("steps acknowledged and not done, or done and not asked"),
  UNKNOWN("reservations that nobody asked for"),
  OVERSOLD("seats oversold"),
  DOUBLED("children with two live seats, or two places in a list"),
  STRANDED("seats stranded"),
  CHANGED("answers that changed on repetition"),
  UNFOUNDED("refusals without a ground"),
  OUT_OF_ORDER("sequence numbers out of order"),
  ALTERED("fields that differ from what was acknowledged"),
  ALTERED_LATER("rounds whose rows changed after their end"),
  MISCOUNTED("slots miscounted"),
  MISREPORTED("slots of which the service's own audit says otherwise"),
  UNFORESEEN("answers that the interface does not foresee"),
  IDLE("rounds in which too little was acknowledged to tell"),
  UNANSWERED("commands without an answer to the end"),
  UNRECOVERED("faults after which the service did not serve again");

  final String text;

  Breach(String text) {
    this.text = text;
  }
}
