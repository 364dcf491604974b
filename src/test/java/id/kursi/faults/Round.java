package id.kursi.faults;

import id.kursi.faults.Schedule.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** One intake under load while its bouts of faults come and go; then the settling and the audit. */
final class Round {
  /** What was written down, what stands in the ledger, and in what they differ. */
  record Result(Notes notes, Ledger ledger, Map<Breach, Long> found) {}

  /** At least: seats run out and come back before a fault and after it, however short it is. */
  private static final int CHILDREN_OF_A_PARENT = 12;

  /** Where the machine is too slow for so many, the round goes on with fewer. */
  private static final Duration LOAD_WITHIN = Duration.ofSeconds(45);

  private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(60);
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final Injector injector;
  private final Client client;
  private final Recovery recovery;
  private final List<String> tokens;
  private final AtomicLong children;

  /**
   * @param tokens one for each parent, whose account is {@code parent-} and its number
   */
  Round(
      Cluster cluster,
      Injector injector,
      Client client,
      Recovery recovery,
      List<String> tokens,
      AtomicLong children) {
    this.cluster = cluster;
    this.injector = injector;
    this.client = client;
    this.recovery = recovery;
    this.tokens = tokens;
    this.children = children;
  }

  Result run(TestIntake intake, List<List<Fault>> bouts, Notebook notebook, long seed)
      throws Exception {
    var goesOn = new AtomicBoolean(true);
    client.neverGiveUp();
    var found = new EnumMap<Breach, Long>(Breach.class);
    var parents = begin(intake, notebook, goesOn, new SplittableRandom(seed));
    long share = (long) tokens.size() * CHILDREN_OF_A_PARENT / (bouts.size() + 1);
    try {
      load(share);
      for (var bout : bouts) {
        inject(bout);
        recovery.await(bout, RECOVERED_WITHIN);
        look(intake, found);
        load(share);
        look(intake, found);
      }
    } finally {
      goesOn.set(false);
    }
    cluster.heal();
    client.giveUpAfter(ANSWERED_WITHIN);
    for (var parent : parents) {
      parent.join();
    }
    RoundAudit.worst(found, new Settling(intake, cluster, client, notebook).settle());
    var notes = notebook.read();
    var ledger = intake.ledger();
    RoundAudit.worst(found, RoundAudit.of(notes, ledger, tokens.size()));
    return new Result(notes, ledger, found);
  }

  private List<Thread> begin(
      TestIntake intake, Notebook notebook, AtomicBoolean goesOn, SplittableRandom random) {
    var load = new Load(intake.slots, children, client, notebook, goesOn::get);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < tokens.size(); i++) {
      var parent = new Parent("parent-" + i, tokens.get(i), load, random.split());
      threads.add(Thread.startVirtualThread(parent));
    }
    return threads;
  }

  /**
   * While the load goes on: holds are short, so a seat sold twice would be gone at the end of the
   * round.
   */
  private static void look(TestIntake intake, Map<Breach, Long> found) throws Exception {
    Await.until(
        "the ledger can be read",
        () -> {
          RoundAudit.worst(found, RoundAudit.ofAnyMoment(intake.ledger()));
          return true;
        });
  }

  /** Nothing is broken while so many children more are claimed for. */
  private void load(long more) throws InterruptedException {
    long until = children.get() + more;
    Await.within(LOAD_WITHIN, () -> children.get() >= until);
  }

  /** All faults of a bout; returns when each is healed and what was stopped is up again. */
  private void inject(List<Fault> bout) throws Exception {
    var failure = new AtomicReference<Exception>();
    var threads = new ArrayList<Thread>();
    for (var fault : bout) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  TimeUnit.NANOSECONDS.sleep(fault.after().toNanos());
                  injector.inject(fault, () -> recovery.ended(fault.kind()));
                } catch (Exception broken) {
                  failure.compareAndSet(null, broken);
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }
}
