package id.kursi.loadtests;

/**
 * One line of the audit's table.
 *
 * @param must what the number has to be; empty where it only informs
 */
record Finding(String what, String found, String must, boolean breach) {
  static Finding none(String what, long found) {
    return new Finding(what, Long.toString(found), "0", found != 0);
  }

  static Finding is(String what, String found, String must, boolean good) {
    return new Finding(what, found, must, !good);
  }

  static Finding info(String what, Object found) {
    return new Finding(what, String.valueOf(found), "", false);
  }

  String line() {
    return "  %-62s %14s  %-16s%s"
        .formatted(what, found, must, breach ? "BREACH" : must.isEmpty() ? "" : "ok")
        .stripTrailing();
  }
}
