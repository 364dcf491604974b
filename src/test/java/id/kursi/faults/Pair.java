package id.kursi.faults;

/** Two servers of a kind: the one that serves, and the one that takes its place. */
final class Pair<T> {
  private volatile T serving;
  private volatile T other;

  Pair(T serving, T other) {
    this.serving = serving;
    this.other = other;
  }

  T serving() {
    return serving;
  }

  T other() {
    return other;
  }

  void swap() {
    var served = serving;
    serving = other;
    other = served;
  }
}
