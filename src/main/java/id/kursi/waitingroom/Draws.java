package id.kursi.waitingroom;

import static java.nio.charset.StandardCharsets.UTF_8;

import id.kursi.platform.Act;
import id.kursi.platform.Json;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Signer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;

/**
 * Brings a frozen room to its draw: the tree and its signed root first, and only then the value
 * that nobody could know before. A value that is late is waited for, and nothing stands in its
 * place.
 */
@ApplicationScoped
class Draws {
  private static final Logger LOG = Logger.getLogger(Draws.class);
  private static final String TYPE = "kursi-freeze+jwt";
  private static final String ISSUER = "kursi";

  /** Whom the audit log names for a draw that nobody typed in. */
  private static final Act BEACON = new Act("(drand)", null);

  private final RoomSteps steps;
  private final Signer signer;
  private final Json json;
  private final Beacon beacon;
  private final Set<Long> goingOn = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<Long, Uni<MerkleTree>> trees = new ConcurrentHashMap<>();

  Draws(RoomSteps steps, Signer signer, Json json, RoomConfig config, Vertx vertx) {
    this.steps = steps;
    this.signer = signer;
    this.json = json;
    beacon =
        new Beacon(
            vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(2)),
            config.drandRelays(),
            config.drandWithin());
  }

  /**
   * The next step of a room that is frozen and not drawn, beside the tick: a tree over a million
   * entries takes some seconds.
   */
  void goOn(Room room, Instant now) {
    if (goingOn.add(room.intakeId())) {
      Uni.createFrom()
          .deferred(() -> step(room, now))
          .onTermination()
          .invoke(() -> goingOn.remove(room.intakeId()))
          .subscribe()
          .with(
              done -> {},
              failure ->
                  LOG.warnf(
                      "The draw of %s waits: %s", room.code(), failure.getClass().getSimpleName()));
    }
  }

  private Uni<?> step(Room room, Instant now) {
    if (room.root() == null) {
      return tree(room)
          .chain(tree -> steps.publishRoot(room, tree.root(), statement(room, tree.root(), now)));
    }
    return room.source() instanceof DrandRound round && !now.isBefore(round.at())
        ? beacon
            .evidence(round)
            .chain(
                found ->
                    found.map(said -> draw(room, said, BEACON)).orElse(Uni.createFrom().nullItem()))
        : Uni.createFrom().nullItem();
  }

  /**
   * Intake, N, root and source, signed before anybody can know the value.
   *
   * @param now by the database's clock, as all else that is published of the draw
   */
  private String statement(Room room, byte[] root, Instant now) {
    var frozen =
        new Freeze(room.code(), Math.toIntExact(room.drawn()), Hex.of(root), room.source());
    var claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setIssuedAt(NumericDate.fromMilliseconds(now.toEpochMilli()));
    claims.setClaim("frozenAt", room.frozenAt().toString());
    claims.setClaim("frozen", new JsonObject(new String(json.bytes(frozen), UTF_8)).getMap());
    return signer.sign(TYPE, claims);
  }

  /**
   * Draws with what the source said; false where another draw was first.
   *
   * @param by who says it
   * @throws ProblemException if it is not what was announced
   */
  Uni<Boolean> draw(Room room, String evidence, Act by) {
    if (room.root() == null) {
      return Uni.createFrom().failure(new ProblemException(ProblemType.NOT_DRAWN_YET));
    }
    if (room.evidence() != null) {
      return Uni.createFrom().item(false);
    }
    if (room.source() instanceof DrandRound round && !room.rootedAt().isBefore(round.at())) {
      LOG.errorf(
          "The root of %s came after its round: the draw proves nothing, and checks refuse it",
          room.code());
    }
    Optional<Draw> draw = room.frozen().draw(evidence);
    return draw.map(made -> steps.draw(room, evidence, Hex.bytes(made.seed(), Sha256.BYTES), by))
        .orElseGet(
            () -> Uni.createFrom().failure(new ProblemException(ProblemType.WRONG_EVIDENCE)));
  }

  /** Of two who told different things at once one was the first: the other has to know. */
  static void require(Room room, String evidence) {
    if (!evidence.equals(room.evidence())) {
      throw new ProblemException(ProblemType.WRONG_EVIDENCE);
    }
  }

  /** What shows that an entry took part. */
  Uni<Inclusion> inclusion(Room room, Entry entry) {
    if (room.root() == null || entry.number() > room.drawn()) {
      return Uni.createFrom().failure(new ProblemException(ProblemType.NOT_DRAWN_YET));
    }
    int number = Math.toIntExact(entry.number());
    return tree(room)
        .chain(
            tree ->
                steps.leaves(room, tree.blockOf(number)).map(leaves -> tree.path(number, leaves)))
        .map(path -> new Inclusion(number, entry.id(), Hex.of(entry.salt()), path));
  }

  /** Grown once for each room and instance; what fails is tried again. */
  private Uni<MerkleTree> tree(Room room) {
    return trees.computeIfAbsent(
        room.intakeId(),
        id ->
            steps
                .leaves(room)
                .collect()
                .in(MerkleTree.Growing::new, MerkleTree.Growing::add)
                .map(MerkleTree.Growing::grown)
                .onFailure()
                .invoke(() -> trees.remove(id))
                .memoize()
                .indefinitely());
  }
}
