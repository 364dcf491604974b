package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.reservation.DoormanScripts.Known;
import id.kursi.reservation.DoormanScripts.Published;
import id.kursi.reservation.DoormanScripts.Settled;
import id.kursi.reservation.DoormanScripts.Versions;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the doorman's scripts do: the same for Redis and for the model that stands in for it. */
abstract class DoormanConformance {
  private static final Duration LONG = Duration.ofHours(1);
  static final Duration WITHIN = Duration.ofSeconds(5);

  /** Redis keeps what other tests left: each test has an intake of its own. */
  final long intake = ThreadLocalRandom.current().nextLong(1L << 40, 1L << 50);

  abstract DoormanScripts scripts();

  abstract <T> T await(Uni<T> answer);

  abstract void pass(Duration time);

  static Ask ask(long intake, long slot, int number, boolean waits) {
    return new Ask(new UUID(7, number), intake, slot, "child " + number, waits);
  }

  private Ask ask(int number) {
    return ask(intake, 1, number, false);
  }

  private List<Ask> refused(Ask... asks) {
    return refused(LONG, asks);
  }

  private List<Ask> refused(Duration life, Ask... asks) {
    return await(scripts().ask(intake, List.of(asks), life, WITHIN)).full();
  }

  private Set<Long> publish(int free, int places, long entries, long version, Settled... settled) {
    // As many seats and places as make these numbers, of which some are taken.
    var slot = new SlotCounts(1, free, 0, 0, places, entries, version);
    return publish(slot, Versions.UNKNOWN, settled).incomplete();
  }

  private Published publish(SlotCounts slot, Versions versions, Settled... settled) {
    return await(scripts().publish(intake, List.of(slot), versions, List.of(settled), WITHIN));
  }

  private void settle(Ask ask, boolean inLedger) {
    var settled = List.of(settled(ask, inLedger));
    await(scripts().publish(intake, List.of(), Versions.UNKNOWN, settled, WITHIN));
  }

  private static Settled settled(Ask ask, boolean inLedger) {
    return new Settled(ask.slotId(), Known.of(ask), inLedger);
  }

  private Map<Long, Long> sellable() {
    return await(scripts().believed(intake, List.of(1L), WITHIN)).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, slot -> slot.getValue().sellable()));
  }

  @Test
  void ofASlotThatItDoesNotKnowItRefusesNobody() {
    assertThat(refused(ask(1), ask(2))).isEmpty();
    assertThat(sellable()).isEmpty();
  }

  @Test
  void tokensReachAsFarAsSeatsDo() {
    assertThat(publish(2, 0, 0, 1)).isEmpty();
    assertThat(refused(ask(1), ask(2), ask(3))).containsExactly(ask(3));
    assertThat(sellable()).isEqualTo(Map.of(1L, 0L));
    // Pending already: the ledger must decide.
    assertThat(refused(ask(1), ask(4))).containsExactly(ask(4));
  }

  @Test
  void aTokenGivenBackIsFreeHoweverOftenItIsTold() {
    publish(2, 0, 0, 1);
    refused(ask(1), ask(2));
    settle(ask(1), false);
    settle(ask(1), false);
    settle(ask(9), false);
    assertThat(sellable()).isEqualTo(Map.of(1L, 1L));
    assertThat(refused(ask(3), ask(4))).containsExactly(ask(4));
  }

  @Test
  void tokensLapseByItsOwnClock() {
    publish(1, 0, 0, 1);
    assertThat(refused(Duration.ofMillis(200), ask(1))).isEmpty();
    assertThat(refused(ask(2))).containsExactly(ask(2));
    pass(Duration.ofMillis(300));
    assertThat(sellable()).isEqualTo(Map.of(1L, 1L));
    assertThat(refused(ask(2))).isEmpty();
  }

  @Test
  void theNewestVersionWinsHoweverLateTheOthersCome() {
    publish(3, 0, 0, 5);
    publish(9, 0, 0, 4);
    assertThat(sellable()).isEqualTo(Map.of(1L, 3L));
    // The same version is the same word: where it is another, Redis was wrong.
    publish(8, 0, 0, 5);
    assertThat(sellable()).isEqualTo(Map.of(1L, 8L));
    publish(0, 0, 0, 6);
    assertThat(refused(ask(1))).containsExactly(ask(1));
  }

  @Test
  void anEarlierVersionThanItTookIsBehindUntilItIsToldAgain() {
    var toldLast = new Versions(Map.of(1L, 5L, 2L, 5L), Map.of());
    publish(3, 0, 0, 4);
    assertThat(publish(version(6), toldLast).behind()).isEqualTo(1);
    assertThat(publish(version(6), toldLast).behind()).isZero();
    // Somebody else told a later word, or the same one.
    assertThat(publish(version(5), toldLast).behind()).isZero();
    // What it knows nothing of is absent, which is counted by itself.
    assertThat(publish(new SlotCounts(2, 1, 0, 0, 0, 0, 6), toldLast).behind()).isZero();
  }

  private static SlotCounts version(long version) {
    return new SlotCounts(1, 3, 0, 0, 0, 0, version);
  }

  @Test
  void itRefusesOnlyWhileTheIndexIsComplete() {
    assertThat(publish(0, 0, 2, 1, settled(ask(1), true))).containsExactly(1L);
    assertThat(refused(ask(3))).isEmpty();
    // A repetition counts once.
    settle(ask(1), true);
    assertThat(refused(ask(3))).isEmpty();
    settle(ask(2), true);
    assertThat(publish(0, 0, 2, 1)).isEmpty();
    assertThat(refused(ask(3))).containsExactly(ask(3));
  }

  @Test
  void aKnownIdOrChildGoesToTheLedger() {
    publish(0, 0, 1, 1, settled(ask(1), true));
    var sibling = new Ask(new UUID(7, 99), intake, 1, ask(1).holder(), false);
    assertThat(refused(ask(1), sibling, ask(2))).containsExactly(ask(2));
    // With seats free no token is taken for them.
    publish(1, 0, 1, 2);
    refused(ask(1), sibling);
    assertThat(sellable()).isEqualTo(Map.of(1L, 1L));
  }

  @Test
  void whoMayWaitIsRefusedOnlyWhenTheLineIsFullToo() {
    publish(0, 1, 0, 1);
    assertThat(refused(ask(intake, 1, 1, true), ask(2))).containsExactly(ask(2));
    publish(0, 0, 0, 2);
    assertThat(refused(ask(intake, 1, 1, true))).hasSize(1);
  }
}
