package id.kursi.faults;

import id.kursi.faults.Client.Answer;
import id.kursi.faults.Noted.Told;
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

  /** What may be said of a claim, or of a step, besides yes. */
  private static final Set<String> REFUSALS =
      Set.of("slot-full", "wait-list-full", "already-registered", "account-limit");

  private static final Set<String> STEP_REFUSALS =
      Set.of("hold-expired", "wrong-state", "slot-full", "same-slot");

  private final String account;
  private final String token;
  private final List<Long> slots;
  private final AtomicLong children;
  private final Client client;
  private final Notes notes;
  private final RandomGenerator random;
  private final BooleanSupplier goesOn;

  Parent(String account, String token, Load load, RandomGenerator random) {
    this.account = account;
    this.token = token;
    slots = load.slots();
    children = load.children();
    client = load.client();
    notes = load.notes();
    goesOn = load.goesOn();
    this.random = random;
  }

  @Override
  public void run() {
    try {
      while (goesOn.getAsBoolean()) {
        register();
        think();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void register() throws InterruptedException {
    long child = children.incrementAndGet();
    var claim = Claim.of(account, slot(), child, random.nextInt(3) > 0);
    var noted = notes.tried(claim);
    var other = random.nextInt(10) == 0 ? atOnce(second(claim, noted)) : null;
    var told = claim(noted);
    if (told != null && random.nextInt(4) == 0) {
      claim(noted);
    }
    if (told != null && told.status() == Status.HELD) {
      decide(noted);
    } else if (told != null && told.status() == Status.WAITING) {
      await(noted);
    }
    if (other != null) {
      other.join();
    }
  }

  /** A second press of the same claim, or the same child from another telephone. */
  private Noted second(Claim claim, Noted noted) {
    return random.nextBoolean()
        ? noted
        : notes.tried(Claim.of(account, slot(), claim.child(), claim.waits()));
  }

  private Thread atOnce(Noted noted) {
    return Thread.startVirtualThread(
        () -> {
          try {
            claim(noted);
          } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Hot slots first: the lower the number, the more come. */
  private long slot() {
    double where = random.nextDouble();
    return slots.get((int) (where * where * slots.size()));
  }

  private Told claim(Noted noted) throws InterruptedException {
    var answer = client.put(noted.claim.path(), token, noted.claim.body(), notes);
    if (answer == null) {
      return null;
    }
    if (answer.isSuccess()) {
      return told(noted, answer);
    }
    foresee("claim", answer, REFUSALS);
    noted.refused();
    return null;
  }

  private static Told told(Noted noted, Answer answer) {
    var told = Told.of(answer.body());
    noted.told(told, answer.sentAt(), answer.at());
    return told;
  }

  private void foresee(String what, Answer answer, Set<String> refusals) {
    if (answer.code() != 409 || !refusals.contains(answer.problem())) {
      notes.unforeseen(what, answer);
    }
  }

  /** Of a seat that is held: confirmed, given up, moved, or forgotten until the hold ends. */
  private void decide(Noted noted) throws InterruptedException {
    think();
    int choice = random.nextInt(10);
    if (choice < 4 && step(noted, "confirmation", Status.CONFIRMED)) {
      think();
      if (random.nextInt(3) > 0) {
        step(noted, "cancellation", Status.CANCELLED);
      } else if (random.nextBoolean()) {
        move(noted);
      }
    } else if (choice < 6) {
      step(noted, "cancellation", Status.CANCELLED);
    } else if (choice < 8) {
      move(noted);
    }
  }

  /** Of a place in the reserve list: looked at again, and perhaps given up. */
  private void await(Noted noted) throws InterruptedException {
    think();
    var told = claim(noted);
    if (told != null && told.status() == Status.HELD) {
      decide(noted);
    } else if (random.nextInt(3) == 0) {
      step(noted, "cancellation", Status.CANCELLED);
    }
  }

  private boolean step(Noted noted, String step, Status to) throws InterruptedException {
    noted.asks(to);
    for (int times = random.nextInt(8) == 0 ? 2 : 1; times > 0; times--) {
      var answer = client.put("/v1/reservations/" + noted.id + "/" + step, token, null, notes);
      if (answer == null) {
        return false;
      }
      if (!answer.isSuccess()) {
        foresee(step, answer, STEP_REFUSALS);
        if (answer.problem().equals("hold-expired")) {
          noted.became(Status.EXPIRED, answer.at());
        }
        return false;
      }
      told(noted, answer);
    }
    return true;
  }

  private void move(Noted from) throws InterruptedException {
    var to = new Noted(Claim.uuid7(), account, slot(), null, System.nanoTime());
    to.inherits(from);
    notes.tried(to);
    from.asks(Status.MOVED);
    var body = "{\"id\":\"" + to.id + "\",\"slotId\":" + to.slot + "}";
    var answer = client.put("/v1/reservations/" + from.id + "/move", token, body, notes);
    if (answer == null) {
      return;
    }
    if (answer.isSuccess()) {
      told(to, answer);
      from.became(Status.MOVED, answer.at());
    } else {
      foresee("move", answer, STEP_REFUSALS);
      to.refused();
    }
  }

  private void think() throws InterruptedException {
    Thread.sleep(random.nextInt(THINK_MS));
  }
}
