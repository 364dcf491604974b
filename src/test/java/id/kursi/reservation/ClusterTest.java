package id.kursi.reservation;

import static id.kursi.reservation.Eventually.after;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.reservation.DoormanScripts.Known;
import id.kursi.reservation.DoormanScripts.Settled;
import id.kursi.reservation.DoormanScripts.Versions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;
import redis.embedded.RedisShardedCluster;

/** The doorman's scripts on a Redis Cluster: three masters, each with a replica. */
class ClusterTest {
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final Duration LIFE = Duration.ofSeconds(15);

  private static final int MASTERS = 3;

  private static RedisShardedCluster cluster;
  private static Vertx vertx;
  private static RedisLink link;
  private static DoormanScripts scripts;

  @BeforeAll
  static void start() throws Exception {
    // What follows a chain from thread to thread is Quarkus' affair, which is not here.
    Infrastructure.clearInterceptors();
    cluster =
        RedisShardedCluster.newRedisCluster()
            .ephemeralServers()
            .withServerBuilder(
                RedisServer.newRedisServer()
                    .bind("127.0.0.1")
                    .setting("cluster-enabled yes")
                    .setting("cluster-node-timeout 1000")
                    .setting("save \"\""))
            .shard("one", 1)
            .shard("two", 1)
            .shard("three", 1)
            .build();
    cluster.start();
    vertx = Vertx.vertx();
    var neighbours =
        cluster.serverPorts().stream()
            .map(port -> "redis://127.0.0.1:" + port)
            .collect(Collectors.joining(","));
    link = new RedisLink(vertx, SimSettings.neighbours(neighbours), "cluster");
    scripts = new DoormanScripts(link, counter());
    await(link.open(WITHIN, () -> {}));
  }

  @AfterAll
  static void stop() throws Exception {
    link.close();
    vertx.closeAndAwait();
    cluster.stop();
  }

  private static SeatCounterConfig counter() {
    return SimSettings.mapping(
        SeatCounterConfig.class,
        "kursi.seat-counter.",
        Map.of("prefix", "cluster", "answer-within", WITHIN.toString()));
  }

  private static <T> T await(Uni<T> asked) {
    return asked.await().atMost(Duration.ofSeconds(10));
  }

  private static SlotCounts slot(long id, int capacity, int taken, long version) {
    return new SlotCounts(id, capacity, taken, 0, 0, taken, version);
  }

  private static Ask ask(long intake, long slot) {
    return new Ask(UUID.randomUUID(), intake, slot, UUID.randomUUID().toString(), false);
  }

  private static void publish(long intake, SlotCounts... slots) {
    await(scripts.publish(intake, List.of(slots), Versions.UNKNOWN, List.of(), WITHIN));
  }

  private static long refused(long intake, Ask... asks) {
    return await(scripts.ask(intake, List.of(asks), LIFE, WITHIN)).full().size();
  }

  @Test
  void intakesSpreadOverTheMastersAndEachIsWholeOnOne() {
    for (long intake = 1; intake <= 30; intake++) {
      long first = intake * 10;
      publish(intake, slot(first, 1, 0, 1), slot(first + 1, 0, 0, 1));
      assertThat(refused(intake, ask(intake, first), ask(intake, first), ask(intake, first + 1)))
          .isEqualTo(2);
      var claim = ask(intake, first);
      var settled = new Settled(first, Known.of(claim), true);
      await(
          scripts.publish(
              intake, List.of(slot(first, 1, 1, 2)), Versions.UNKNOWN, List.of(settled), WITHIN));
      // Known by now: the ledger is to answer it.
      assertThat(refused(intake, claim)).isZero();
      assertThat(await(scripts.believed(intake, List.of(first), WITHIN)).get(first).free())
          .isZero();
    }
  }

  private static Map<Long, Long> told(SlotCounts counts, Map<Long, Long> falseVersions) {
    var versions = new Versions(Map.of(), falseVersions);
    return await(scripts.publish(90, List.of(counts), versions, List.of(), WITHIN)).ahead();
  }

  private static long free(long slot) {
    return await(scripts.believed(90, List.of(slot), WITHIN)).get(slot).free();
  }

  @Test
  void anOlderWordIsNotPublishedOverANewerOneUnlessThatIsFalse() {
    assertThat(told(slot(901, 5, 3, 7), Map.of())).isEmpty();
    assertThat(told(slot(901, 5, 0, 4), Map.of())).isEqualTo(Map.of(901L, 7L));
    assertThat(free(901)).isEqualTo(2);
    // Another version than the false one: somebody has told a later word meanwhile.
    assertThat(told(slot(901, 5, 0, 4), Map.of(901L, 6L))).isEqualTo(Map.of(901L, 7L));
    assertThat(free(901)).isEqualTo(2);
    assertThat(told(slot(901, 5, 0, 4), Map.of(901L, 7L))).isEmpty();
    assertThat(free(901)).isEqualTo(5);
  }

  @Test
  void afterAMasterIsLostAnotherConnectionFindsItsReplica() throws Exception {
    for (long intake = 100; intake < 130; intake++) {
      publish(intake, slot(intake * 10, 5, 0, 1));
    }
    cluster.servers().getFirst().stop();
    awaitElection();
    eventually(
        () -> {
          for (long intake = 100; intake < 130; intake++) {
            try {
              publish(intake, new SlotCounts(intake * 10, 5, 5, 0, 0, 0, 2));
              assertThat(refused(intake, ask(intake, intake * 10))).isEqualTo(1);
            } catch (RuntimeException away) {
              // As the service does: whatever fails is given up, and opened anew.
              link.close();
              link.open(WITHIN, () -> {}).onFailure().recoverWithNull().await().indefinitely();
              throw new AssertionError("not yet", away);
            }
          }
        });
  }

  /** How long the cluster takes to promote a replica is its own affair. */
  private static void awaitElection() {
    var survivor =
        io.vertx.mutiny.redis.client.Redis.createClient(
            vertx, "redis://127.0.0.1:" + cluster.serverPorts().getLast());
    try {
      for (int tries = 0; !hasElected(survivor); tries++) {
        assertThat(tries).as("no replica was promoted").isLessThan(300);
        after(100);
      }
    } finally {
      survivor.close();
    }
  }

  /** The lost one is known to be lost, and there are as many masters as before. */
  private static boolean hasElected(io.vertx.mutiny.redis.client.Redis survivor) {
    var nodes = await(survivor.send(Request.cmd(Command.CLUSTER).arg("NODES"))).toString();
    return nodes.contains("fail")
        && nodes.lines().filter(node -> node.contains("master") && !node.contains("fail")).count()
            == MASTERS;
  }
}
