package id.kursi.reservation;

import id.kursi.platform.Act;
import id.kursi.platform.PgLinks;
import id.kursi.platform.PgLinks.Turn;
import id.kursi.waitingroom.Pass;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The ledger's functions in Postgres, and how their arguments and rows are laid out. One call is
 * one transaction and one round trip; it answers one outcome for each entry, in their order.
 */
@ApplicationScoped
class LedgerFunctions {
  private static final String CLAIM =
      "SELECT * FROM claim_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
  private static final String RESOLVE = "SELECT * FROM resolve_batch($1, $2, $3, $4, $5)";
  private static final String MOVE = "SELECT * FROM move_batch($1, $2, $3, $4, $5, $6)";

  private final Turn claimLinks;
  private final Turn changeLinks;
  private final Turn moveLinks;

  LedgerFunctions(ReservationConfig config, PgLinks links) {
    claimLinks = links.turn(config.batchesUnderWay(), config.silentAtMost());
    changeLinks = links.turn(config.batchesUnderWay(), config.silentAtMost());
    moveLinks = links.turn(1, config.silentAtMost());
  }

  Uni<List<LedgerOutcome>> claim(List<Claim> batch) {
    var arguments =
        Tuple.tuple(
            Arrays.asList(
                column(batch, Claim::id, UUID[]::new),
                column(batch, Claim::slotId, Long[]::new),
                column(batch, Claim::account, String[]::new),
                column(batch, claim -> Buffer.buffer(claim.holder()), Buffer[]::new),
                column(batch, claim -> Buffer.buffer(claim.print()), Buffer[]::new),
                column(batch, claim -> Buffer.buffer(claim.sealed()), Buffer[]::new),
                column(batch, Claim::receipt, String[]::new),
                column(batch, claim -> claim.ask().waits(), Boolean[]::new),
                column(batch, claim -> actor(claim.by()), String[]::new),
                column(batch, claim -> reason(claim.by()), String[]::new),
                column(batch, claim -> admitted(claim, Pass::position), Long[]::new),
                column(batch, claim -> admitted(claim, Pass::pointer), Long[]::new)));
    return claimLinks.call(CLAIM, arguments).map(LedgerFunctions::outcomes);
  }

  Uni<List<LedgerOutcome>> resolve(List<Change> batch) {
    var arguments =
        Tuple.tuple(
            Arrays.asList(
                column(batch, Change::id, UUID[]::new),
                column(batch, Change::account, String[]::new),
                column(batch, change -> change.to().name(), String[]::new),
                column(batch, change -> actor(change.by()), String[]::new),
                column(batch, change -> reason(change.by()), String[]::new)));
    return changeLinks.call(RESOLVE, arguments).map(LedgerFunctions::outcomes);
  }

  Uni<List<LedgerOutcome>> move(List<Move> batch) {
    var arguments =
        Tuple.tuple(
            Arrays.asList(
                column(batch, Move::from, UUID[]::new),
                column(batch, Move::to, UUID[]::new),
                column(batch, Move::slotId, Long[]::new),
                column(batch, Move::account, String[]::new),
                column(batch, move -> Buffer.buffer(move.print()), Buffer[]::new),
                column(batch, Move::receipt, String[]::new)));
    return moveLinks.call(MOVE, arguments).map(LedgerFunctions::outcomes);
  }

  private static <I, T> T[] column(List<I> batch, Function<I, T> value, IntFunction<T[]> array) {
    return batch.stream().map(value).toArray(array);
  }

  private static Long admitted(Claim claim, Function<Pass, Long> figure) {
    return claim.pass() == null ? null : figure.apply(claim.pass());
  }

  private static String actor(Act by) {
    return by == null ? null : by.actor();
  }

  private static String reason(Act by) {
    return by == null ? null : by.reason();
  }

  private static List<LedgerOutcome> outcomes(RowSet<Row> rows) {
    var outcomes = new LedgerOutcome[rows.rowCount()];
    rows.forEach(row -> outcomes[row.getInteger("ord") - 1] = LedgerOutcome.of(row));
    return List.of(outcomes);
  }
}
