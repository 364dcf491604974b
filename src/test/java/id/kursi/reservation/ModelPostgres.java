package id.kursi.reservation;

import id.kursi.platform.PgLink;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Postgres as its clients meet it: a call is sent, arrives, waits for the intake's lock, works,
 * commits and answers, each a step of its own. A link may be lost at any of them (the call then
 * goes on by itself, as a backend does that has not noticed), the lock may take too long, and the
 * process may stop, which undoes all that is not committed.
 */
final class ModelPostgres {
  /** What a call does: on a copy of the committed tables, and on those that it found on arrival. */
  interface Work<T> {
    T run(LedgerTables tables, LedgerTables arrived, Instant now);
  }

  /** Where calls overtake: how many of them lose their link at once, and arrive at any time. */
  private static final double LATE = 0.2;

  private final class Call<T> {
    final String what;
    final Work<T> work;
    final boolean writes;
    final UniEmitter<? super T> caller;
    Steps.Lane lane;
    LedgerTables arrived;
    LedgerTables draft;
    boolean linked = true;

    Call(String what, Work<T> work, boolean writes, UniEmitter<? super T> caller) {
      this.what = what;
      this.work = work;
      this.writes = writes;
      this.caller = caller;
    }

    void arrive() {
      arrived = committed;
      if (writes) {
        waiting.add(this);
        letIn();
      } else {
        answer(work.run(committed, arrived, time.now()));
      }
    }

    void comeLate() {
      if (overtakes) {
        lane = steps.slowLane("postgres");
        lane.add("receives late " + what, this::arrive);
      } else {
        arrive();
      }
    }

    void work() {
      draft = committed.copy();
      T answer;
      try {
        answer = work.run(draft, arrived, time.now());
      } catch (PgException refusal) {
        release();
        fail(refusal);
        return;
      }
      lane.add("commits " + what, () -> commit(answer));
    }

    void commit(T answer) {
      var before = committed;
      committed = draft;
      steps.note("%s", draft.slots.values());
      commits.accept(before, committed);
      release();
      answer(answer);
    }

    void answer(T answer) {
      lane.add(
          "answers " + what,
          () -> {
            calls.remove(this);
            if (linked) {
              caller.complete(answer);
            }
          });
    }

    void fail(Throwable failure) {
      lane.add(
          "refuses " + what,
          () -> {
            calls.remove(this);
            if (linked) {
              caller.fail(failure);
            }
          });
    }

    private void release() {
      holder = null;
      letIn();
    }

    /** The client hears of nothing any more; the call itself goes on. */
    void unlink() {
      linked = false;
      caller.fail(new IOException("link lost"));
    }
  }

  private final Steps steps;
  private final ModelTime time;
  private boolean overtakes;
  private final BiConsumer<LedgerTables, LedgerTables> commits;
  private final List<Call<?>> calls = new ArrayList<>();
  private final List<Call<?>> waiting = new ArrayList<>();
  private LedgerTables committed;
  private Call<?> holder;
  private boolean up = true;
  private int writes;

  /**
   * @param overtakes whether calls may be late, and locks given in another order than asked for
   * @param commits told of each commit: the tables before and after it
   */
  ModelPostgres(
      Steps steps,
      ModelTime time,
      boolean overtakes,
      LedgerTables first,
      BiConsumer<LedgerTables, LedgerTables> commits) {
    this.steps = steps;
    this.time = time;
    this.overtakes = overtakes;
    this.commits = commits;
    committed = first;
  }

  LedgerTables committed() {
    return committed;
  }

  <T> Uni<T> write(String what, Work<T> work) {
    return Uni.createFrom().emitter(caller -> send(new Call<T>(what, work, true, caller)));
  }

  <T> Uni<T> read(String what, Work<T> work) {
    return Uni.createFrom().emitter(caller -> send(new Call<T>(what, work, false, caller)));
  }

  boolean isBusy() {
    return !calls.isEmpty() || !waiting.isEmpty() || holder != null;
  }

  /** Calls that were meant to change something, whatever became of them. */
  int writes() {
    return writes;
  }

  /** From now on calls come in their order. */
  void calm() {
    overtakes = false;
  }

  private void send(Call<?> call) {
    writes += call.writes ? 1 : 0;
    if (!up) {
      call.caller.fail(new PgLink.NotSent(new IOException("connection refused")));
      return;
    }
    calls.add(call);
    if (overtakes && call.writes && steps.chance(LATE)) {
      call.comeLate();
      call.unlink();
    } else {
      call.lane = steps.later("postgres", "receives " + call.what, call::arrive);
    }
  }

  private void letIn() {
    if (holder == null && !waiting.isEmpty()) {
      var next = waiting.remove(overtakes ? steps.below(waiting.size()) : 0);
      holder = next;
      next.lane.add("locks for " + next.what, next::work);
    }
  }

  // ------------------------------------------------------------------------------ what goes wrong

  /** A link is lost. A call that was still on its way is lost with it, or just arrives. */
  void loseLink() {
    // A read that is lost is only read again: most of the harm is meant for the others.
    boolean any = steps.chance(0.2);
    var linked = calls.stream().filter(call -> call.linked && (any || call.writes)).toList();
    if (!linked.isEmpty()) {
      var call = steps.any(linked);
      steps.note("the link of %s is lost", call.what);
      if (call.arrived == null && steps.chance(0.5)) {
        call.lane.clear();
        calls.remove(call);
      } else if (call.arrived == null) {
        call.lane.clear();
        call.comeLate();
      }
      call.unlink();
    }
  }

  /** One who waited too long for the lock is refused, and nothing of it was done. */
  void timeOutOfLock() {
    if (!waiting.isEmpty()) {
      var late = waiting.remove(steps.below(waiting.size()));
      steps.note("%s waited too long for its lock", late.what);
      late.fail(new PgException("lock timeout", "ERROR", "55P03", null));
    }
  }

  /** The process stops: what is not committed is undone, and nobody is answered. */
  void stop() {
    up = false;
    holder = null;
    waiting.clear();
    var cut = List.copyOf(calls);
    calls.clear();
    cut.forEach(call -> call.lane.clear());
    cut.stream().filter(call -> call.linked).forEach(Call::unlink);
    steps.later("postgres", "starts again", () -> up = true);
  }
}
