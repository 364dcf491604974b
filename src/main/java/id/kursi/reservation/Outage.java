package id.kursi.reservation;

import id.kursi.platform.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import org.jboss.logging.Logger;

/**
 * A stretch of failures of something that is done again and again. The log hears of the first one:
 * a line for each would be one a second, by every instance, for as long as Postgres is away.
 */
final class Outage {
  private final Logger log;
  private final String meaning;
  private volatile boolean lasts;

  /**
   * @param meaning what the failures mean, with a %s for what they are
   */
  Outage(Logger log, String meaning) {
    this.log = log;
    this.meaning = meaning;
  }

  /** The same, with its failure said and then forgotten: the next time makes it good. */
  Uni<Void> quietly(Uni<Void> attempt) {
    return attempt
        .invoke(this::ends)
        .onFailure()
        .invoke(this::goesOn)
        .onFailure()
        .recoverWithNull();
  }

  void ends() {
    lasts = false;
  }

  void goesOn(Throwable failure) {
    if (!lasts) {
      log.warnf(meaning, cause(failure));
    }
    lasts = true;
  }

  /** Without its message, which could quote a row. */
  private static String cause(Throwable failure) {
    return switch (failure) {
      case PgException refusal when refusal.getSqlState() != null ->
          "SQLSTATE " + refusal.getSqlState();
      case ProblemException known -> known.problem().problemType().name();
      default -> failure.getClass().getSimpleName();
    };
  }
}
