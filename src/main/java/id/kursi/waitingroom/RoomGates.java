package id.kursi.waitingroom;

import id.kursi.platform.Act;
import id.kursi.platform.Json;
import id.kursi.platform.LogEntry;
import id.kursi.platform.PgLink;
import id.kursi.platform.PgLinks;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Rows;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;

/** What operators do with rooms: each change and its row in the audit log are one statement. */
@ApplicationScoped
class RoomGates {
  private static final String INTAKE =
      """
      SELECT g.intake_id, g.opens_at, r.rule FROM intake_gate g JOIN intake i ON i.id = g.intake_id
      LEFT JOIN waiting_room r ON r.intake_id = g.intake_id WHERE i.code = $1""";
  private static final String FIGURES =
      """
      SELECT count(*) FILTER (WHERE admitted_at IS NOT NULL) AS admitted,
             count(*) FILTER (WHERE ended = 'DONE') AS done, count(*) FILTER (WHERE ended = 'LEFT') AS left_it,
             count(*) FILTER (WHERE ended = 'LAPSED') AS lapsed,
             (SELECT count(*) FROM reservation r WHERE r.intake_id = $1 AND r.admitted_position IS NOT NULL
              AND r.moved_from IS NULL) AS claims
      FROM waiting_entry WHERE intake_id = $1""";

  private final PgLink link;

  /** Counts over all entries: no command waits behind it. */
  private final PgLink counts;

  private final RoomConfig config;
  private final Json json;

  RoomGates(PgLinks links, RoomConfig config, Json json) {
    link = links.link(config.answerWithin());
    counts = links.link(config.answerWithin());
    this.config = config;
    this.json = json;
  }

  /** What an operator asks for; only what belongs to the kind counts. */
  record Wanted(DrawKind kind, Long round, Integer dice, String agreed, String commitment) {
    /** The field that the kind needs and that is not there. */
    Optional<String> missing() {
      if (kind == DrawKind.DICE && agreed == null) {
        return Optional.of("agreed");
      }
      return kind == DrawKind.COMMIT_REVEAL && commitment == null
          ? Optional.of("commitment")
          : Optional.empty();
    }

    /**
     * Of a beacon the round that is named, else the announced one, else the first some time after
     * the opening.
     *
     * @param announced or null
     */
    DrawSource source(Instant opensAt, Duration after, DrandRound announced) {
      return switch (kind) {
        case DRAND -> {
          if (round != null) {
            yield DrandRound.quicknet(round);
          }
          yield announced != null ? announced : DrandRound.quicknetFrom(opensAt.plus(after));
        }
        case DICE -> new Dice(dice == null ? Dice.AT_LEAST : dice, agreed);
        case COMMIT_REVEAL -> new CommitReveal(commitment);
      };
    }
  }

  /** Rates in families a second. */
  record Pacing(Duration passFor, Duration grace, double least, double most, Integer inside) {}

  Uni<Void> put(String code, Wanted wanted, Pacing pacing, Act by) {
    return call(link, INTAKE, code)
        .chain(
            rows -> {
              if (rows.size() == 0) {
                throw new ProblemException(ProblemType.UNKNOWN_INTAKE);
              }
              var row = rows.iterator().next();
              return put(code, row, wanted, pacing, by);
            });
  }

  private Uni<Void> put(String code, Row intake, Wanted wanted, Pacing pacing, Act by) {
    OffsetDateTime opensAt = intake.getOffsetDateTime("opens_at");
    var source =
        wanted.source(
            opensAt.toInstant(), config.drawAfter(), announced(intake, opensAt.toInstant()));
    var rule = new JsonObject(new String(json.bytes(source), StandardCharsets.UTF_8));
    var entry =
        LogEntry.of(by, "WAITING_ROOM_PUT", new JsonObject().put("intake", code).put("draw", rule));
    return command(
        entry,
        "put_room($5, $6, $7, $8, $9, $10, $11)",
        intake.getLong("intake_id"),
        rule,
        Rows.interval(pacing.passFor()),
        Rows.interval(pacing.grace()),
        pacing.least(),
        pacing.most(),
        pacing.inside());
  }

  /** The round that is announced already, where it still comes after the opening. */
  private DrandRound announced(Row intake, Instant opensAt) {
    var rule = intake.getValue("rule");
    return rule != null
            && json.read(rule.toString().getBytes(StandardCharsets.UTF_8), DrawSource.class)
                instanceof DrandRound round
            && round.at().isAfter(opensAt)
        ? round
        : null;
  }

  /**
   * @param what RATE, PAUSE, RESUME or DRAIN
   * @param rate families a second; null where the line follows the seat path
   */
  Uni<Void> steer(Room room, String what, Double rate, Act by) {
    var about = new JsonObject().put("intake", room.code()).put("rate", rate);
    return command(
        LogEntry.of(by, "WAITING_ROOM_" + what, about),
        "steer_room($5, $6, $7)",
        room.intakeId(),
        what,
        rate);
  }

  /**
   * @param admitted families that were given a pass
   * @param claims seats and places that were claimed with one
   */
  @RegisterForReflection
  public record Figures(long admitted, long done, long left, long lapsed, long claims) {}

  Uni<Figures> figures(Room room) {
    return call(counts, FIGURES, room.intakeId())
        .map(
            rows -> {
              var row = rows.iterator().next();
              return new Figures(
                  row.getLong("admitted"),
                  row.getLong("done"),
                  row.getLong("left_it"),
                  row.getLong("lapsed"),
                  row.getLong("claims"));
            });
  }

  private Uni<Void> command(LogEntry entry, String change, Object... arguments) {
    return link.call(LogEntry.around(change), entry.with(arguments))
        .onFailure()
        .transform(failure -> new ProblemException(ProblemType.UNAVAILABLE))
        .invoke(LogEntry::refuse)
        .replaceWithVoid();
  }

  private static Uni<RowSet<Row>> call(PgLink link, String sql, Object... arguments) {
    return link.call(sql, Tuple.tuple(Arrays.asList(arguments)))
        .onFailure()
        .transform(failure -> new ProblemException(ProblemType.UNAVAILABLE));
  }
}
