package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.kursi.platform.NaturalBatch.Failure;
import id.kursi.platform.PgLink;
import id.kursi.platform.PgLinks;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of one of the ledger's connections when Postgres refuses a call on it. */
@ServiceTest
class LedgerLinkTest {
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final String WRITE = "UPDATE doorman SET untold_until = untold_until WHERE false";

  @Inject PgLinks links;
  private PgLink link;

  @BeforeEach
  void open() {
    link = links.link(WITHIN);
  }

  /** The first column of the first row, or null. */
  private Object call(String sql) {
    var rows = link.call(sql, Tuple.tuple()).await().atMost(WITHIN).iterator();
    return rows.hasNext() ? rows.next().getValue(0) : null;
  }

  private void assertRefused(String state, String sql) {
    assertThatThrownBy(() -> call(sql))
        .isInstanceOfSatisfying(
            PgException.class, refusal -> assertThat(refusal.getSqlState()).isEqualTo(state));
  }

  @Test
  void whereAStandbyAnsweredTheNextCallConnectsAnew() {
    call("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
    assertRefused("25006", WRITE);
    call(WRITE);
  }

  @Test
  void aStatementWhoseAnswerHasOtherColumnsNowIsRefusedOnce() throws SQLException {
    Database.execute("CREATE VIEW changing AS SELECT 1 AS one");
    Database.execute("GRANT SELECT ON changing TO kursi_service");
    call("SELECT * FROM changing");
    Database.execute("CREATE OR REPLACE VIEW changing AS SELECT 1 AS one, 2 AS two");
    assertRefused("0A000", "SELECT * FROM changing");
    assertThat(call("SELECT * FROM changing")).isEqualTo(1);
  }

  @Test
  void whereAStatementIsForgottenTheNextCallConnectsAnew() {
    call(WRITE);
    call("DEALLOCATE ALL");
    assertRefused("26000", WRITE);
    call(WRITE);
  }

  @Test
  void aStatementThatTookTooLongIsUndoneAndItsConnectionStays() {
    var backend = call("SELECT pg_backend_pid()");
    call("SET statement_timeout = '100ms'");
    assertThatThrownBy(() -> call("SELECT pg_sleep(3)"))
        .satisfies(failure -> assertThat(PgLink.judge(failure)).isEqualTo(Failure.UNDONE));
    assertThat(call("SELECT pg_backend_pid()")).isEqualTo(backend);
  }

  @Test
  void whatAnAdministratorEndedIsUnknownAndTheNextCallConnectsAnew() {
    var backend = call("SELECT pg_backend_pid()");
    assertThatThrownBy(() -> call("SELECT pg_terminate_backend(pg_backend_pid())"))
        .satisfies(failure -> assertThat(PgLink.judge(failure)).isEqualTo(Failure.UNKNOWN));
    assertThat(call("SELECT pg_backend_pid()")).isNotEqualTo(backend);
  }
}
