package id.kursi.reservation;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Redis as its clients meet it: connections that keep the order of their requests and of their
 * answers; a caller may stop waiting although its script still runs; the process may stand still,
 * forget everything, or come back with an older state.
 */
final class ModelRedis {
  private static final int REMEMBERED = 4;

  private record Pending(String what, UniEmitter<?> caller) {}

  final class Connection {
    private final String name;
    private final Steps.Lane requests;
    private final Steps.Lane answers;
    private final List<Pending> pending = new ArrayList<>();
    private Runnable closed;

    private Connection(String name, Runnable closed) {
      this.name = name;
      this.closed = closed;
      requests = steps.lane("redis for " + name);
      requests.hold(paused);
      answers = steps.lane(name + " from redis");
    }

    <T> Uni<T> run(String what, Function<ModelDoorman, T> script) {
      return Uni.createFrom().emitter(caller -> send(what, script, caller));
    }

    private <T> void send(
        String what, Function<ModelDoorman, T> script, UniEmitter<? super T> caller) {
      var mine = new Pending(what, caller);
      pending.add(mine);
      requests.add(
          "runs " + what,
          () -> {
            remember();
            var answer = script.apply(state);
            steps.note("%s %s %s", state.facts, state.pending, answer);
            answers.add(
                "answers " + what,
                () -> {
                  pending.remove(mine);
                  caller.complete(answer);
                });
          });
    }

    /** Ends the connection; of what was sent a part still arrives. */
    void close() {
      if (closed == null) {
        return;
      }
      var onClosed = closed;
      closed = null;
      connections.remove(this);
      requests.keep(steps.below(requests.size() + 1));
      requests.hold(false);
      answers.clear();
      onClosed.run();
      List.copyOf(pending).forEach(one -> one.caller().fail(new IOException("link lost")));
      pending.clear();
    }
  }

  private final Steps steps;
  private final ModelDoorman empty;
  private final List<Connection> connections = new ArrayList<>();
  private final Deque<ModelDoorman> earlier = new ArrayDeque<>();
  private ModelDoorman state;
  private long nowMs = 1_000_000;
  private boolean paused;
  private boolean lost;
  private long wronglyBehind;

  ModelRedis(Steps steps, ModelDoorman empty) {
    this.steps = steps;
    this.empty = empty;
    state = empty.copy();
  }

  ModelDoorman state() {
    return state;
  }

  void countedBehind(long slots) {
    wronglyBehind += lost ? 0 : slots;
  }

  /** Slots that counted as behind before anything had been forgotten or was older. */
  long wronglyBehind() {
    return wronglyBehind;
  }

  long nowMs() {
    return nowMs;
  }

  void pass(long ms) {
    nowMs += ms;
  }

  private void remember() {
    if (earlier.size() == REMEMBERED) {
      earlier.removeFirst();
    }
    earlier.addLast(state.copy());
  }

  /**
   * @param closed told when the connection ends, however it does
   */
  Connection connect(String name, Runnable closed) {
    var connection = new Connection(name, closed);
    connections.add(connection);
    return connection;
  }

  // ------------------------------------------------------------------------------ what goes wrong

  /** Somebody does not wait for an answer any longer: the script may have run, and may still. */
  void timeOut() {
    var waited = connections.stream().flatMap(one -> one.pending.stream()).toList();
    if (!waited.isEmpty()) {
      var one = steps.any(waited);
      steps.note("%s takes too long", one.what());
      connections.forEach(connection -> connection.pending.remove(one));
      one.caller().fail(new TimeoutException());
    }
  }

  void cut() {
    if (!connections.isEmpty()) {
      var connection = steps.any(connections);
      steps.note("the connection of %s is cut", connection.name);
      connection.close();
    }
  }

  void pause(boolean pause) {
    paused = pause;
    connections.forEach(connection -> connection.requests.hold(pause));
  }

  /** What one instance sends does not arrive for now. */
  void delay(String name, boolean delay) {
    connections.stream()
        .filter(connection -> connection.name.equals(name))
        .forEach(connection -> connection.requests.hold(delay));
  }

  /** One instance's connection ends. */
  void cut(String name) {
    connections.stream()
        .filter(connection -> connection.name.equals(name))
        .toList()
        .forEach(Connection::close);
  }

  /** Keys are lost while everybody stays connected. */
  void forget() {
    lost = true;
    switch (steps.below(4)) {
      case 0 -> state.known.clear();
      case 1 -> state.facts.clear();
      case 2 -> state.pending.clear();
      default -> state = empty.copy();
    }
    earlier.clear();
    steps.note("redis has %s %s %s", state.known.keySet(), state.facts, state.pending);
  }

  /** Another process goes on where this one was some writes ago, or with nothing. */
  void failOver() {
    lost = true;
    state = earlier.isEmpty() || steps.chance(0.3) ? empty.copy() : earlier.removeFirst();
    earlier.clear();
    steps.note("redis has %s %s %s", state.known.keySet(), state.facts, state.pending);
    for (var connection : List.copyOf(connections)) {
      connection.requests.clear();
      connection.close();
    }
  }
}
