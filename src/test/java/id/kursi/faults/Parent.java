package id.kursi.faults;

import id.kursi.faults.Client.Answer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * One account that claims for one child after another, and does with each reservation what parents
 * do. Each acknowledgement is written down.
 */
final class Parent implements Runnable {
  private static final int THINK_MS = 700;

  /** What may be said besides yes; whether it was right to say so is for {@link Refusals}. */
  private static final Set<String> OF_A_CLAIM =
      Set.of("slot-full", "wait-list-full", "already-registered", "account-limit");

  /** These tell of the reservation, and not of where it is to go. */
  private static final Set<String> OF_A_STEP = Set.of("hold-expired", "wrong-state");

  private static final Set<String> OF_A_MOVE =
      Set.of("hold-expired", "wrong-state", "slot-full", "same-slot");

  @FunctionalInterface
  private interface Doing {
    void run() throws InterruptedException;
  }

  private final String account;
  private final String token;
  private final List<Long> slots;
  private final AtomicLong children;
  private final Client client;
  private final Notebook notebook;
  private final RandomGenerator random;
  private final BooleanSupplier goesOn;

  Parent(String account, String token, Load load, RandomGenerator random) {
    this.account = account;
    this.token = token;
    slots = load.slots();
    children = load.children();
    client = load.client();
    notebook = load.notebook();
    goesOn = load.goesOn();
    this.random = random;
  }

  @Override
  public void run() {
    noted(
        () -> {
          while (goesOn.getAsBoolean()) {
            register();
            think();
          }
        });
  }

  /** A parent that breaks down would be missed by nobody: it is written down. */
  private void noted(Doing doing) {
    try {
      doing.run();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException broken) {
      notebook.write(new Note.Unforeseen("a parent broke down: " + broken));
    }
  }

  private void register() throws InterruptedException {
    long child = children.incrementAndGet();
    var claim = Claim.of(account, slot(), child, random.nextInt(3) > 0);
    notebook.write(new Note.Claimed(claim, System.nanoTime()));
    var other = random.nextInt(10) == 0 ? atOnce(second(claim)) : null;
    var told = claim(claim);
    if (told != null && random.nextInt(4) == 0) {
      claim(claim);
    }
    if (told == Status.HELD) {
      decide(claim);
    } else if (told == Status.WAITING) {
      await(claim);
    }
    if (other != null) {
      other.join();
    }
  }

  /** A second press of the same claim, or the same child from another telephone. */
  private Claim second(Claim claim) {
    if (random.nextBoolean()) {
      return claim;
    }
    var other = Claim.of(account, slot(), claim.child(), claim.waits());
    notebook.write(new Note.Claimed(other, System.nanoTime()));
    return other;
  }

  private Thread atOnce(Claim claim) {
    return Thread.startVirtualThread(() -> noted(() -> claim(claim)));
  }

  /** Hot slots first: the lower the number, the more come. */
  private long slot() {
    double where = random.nextDouble();
    return slots.get((int) (where * where * slots.size()));
  }

  /** The status that was told; null where there was none. */
  private Status claim(Claim claim) throws InterruptedException {
    var answer = client.put(claim.path(), token, claim.body(), notebook);
    if (answer == null) {
      return null;
    }
    if (answer.isSuccess()) {
      return notebook.acknowledge("claim", claim.id(), answer);
    }
    foresee("claim", answer, OF_A_CLAIM);
    notebook.write(Note.Refused.of(claim.id(), null, answer));
    return null;
  }

  private void foresee(String what, Answer answer, Set<String> refusals) {
    if (answer.code() != 409 || !refusals.contains(answer.problem())) {
      notebook.write(Note.Unforeseen.of(what, answer));
    }
  }

  /** Of a seat that is held: confirmed, given up, moved, or forgotten until the hold ends. */
  private void decide(Claim claim) throws InterruptedException {
    think();
    int choice = random.nextInt(10);
    if (choice < 4 && step(claim, "confirmation", Status.CONFIRMED)) {
      think();
      if (random.nextInt(3) > 0) {
        step(claim, "cancellation", Status.CANCELLED);
      } else if (random.nextBoolean()) {
        move(claim, true);
      }
    } else if (choice < 6) {
      step(claim, "cancellation", Status.CANCELLED);
    } else if (choice < 8) {
      move(claim, false);
    }
  }

  /** Of a place in the reserve list: looked at again, and perhaps given up. */
  private void await(Claim claim) throws InterruptedException {
    think();
    if (claim(claim) == Status.HELD) {
      decide(claim);
    } else if (random.nextInt(3) == 0) {
      step(claim, "cancellation", Status.CANCELLED);
    }
  }

  private boolean step(Claim claim, String step, Status to) throws InterruptedException {
    notebook.write(new Note.Asked(claim.id(), to));
    for (int times = times(); times > 0; times--) {
      var answer = client.put(claim.path() + "/" + step, token, null, notebook);
      if (answer == null) {
        return false;
      }
      if (!answer.isSuccess()) {
        foresee(step, answer, OF_A_STEP);
        notebook.write(Note.Refused.of(claim.id(), to, answer));
        return false;
      }
      var told = notebook.acknowledge(step, claim.id(), answer);
      if (told != null && told != to) {
        notebook.write(new Note.Unforeseen(step + ": " + answer.code() + " and " + told));
      }
    }
    return true;
  }

  /** Now and then what was done is asked for once more. */
  private int times() {
    return random.nextInt(8) == 0 ? 2 : 1;
  }

  /**
   * @param confirmed where the seat is: what a move makes is so too
   */
  private void move(Claim from, boolean confirmed) throws InterruptedException {
    var move = new Move(Claim.uuid7(), account, from.id(), slot());
    notebook.write(new Note.Moved(move, System.nanoTime()));
    if (confirmed) {
      notebook.write(new Note.Asked(move.id(), Status.CONFIRMED));
    }
    notebook.write(new Note.Asked(from.id(), Status.MOVED));
    for (int times = times(); times > 0; times--) {
      var answer = client.put(move.path(), token, move.body(), notebook);
      if (answer == null) {
        return;
      }
      if (!answer.isSuccess()) {
        refused(move, answer);
        return;
      }
      notebook.acknowledge("move", move.id(), answer);
      notebook.write(new Note.Became(from.id(), Status.MOVED, answer.at()));
    }
  }

  private void refused(Move move, Answer answer) {
    foresee("move", answer, OF_A_MOVE);
    notebook.write(Note.Refused.of(move.id(), null, answer));
    if (OF_A_STEP.contains(answer.problem())) {
      notebook.write(Note.Refused.of(move.from(), Status.MOVED, answer));
    }
  }

  private void think() throws InterruptedException {
    Thread.sleep(random.nextInt(THINK_MS));
  }
}
