package id.kursi.catalogue;

import id.kursi.platform.Act;
import id.kursi.platform.Json;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes changes of the catalogue into the audit log, in the transaction that is open: the row is
 * there if the change is. No entity, for the log is only added to, and by its own function.
 */
@ApplicationScoped
class ChangeLog {
  /** As text first: the driver would send a string for jsonb as a string of JSON, in quotes. */
  private static final String AUDIT =
      "select audit(:actor, :action, cast(cast(:about as text) as jsonb), cast(:reason as text))";

  private final Json json;

  ChangeLog(Json json) {
    this.json = json;
  }

  /**
   * @param about codes and numbers
   */
  Uni<Void> write(Act by, String action, Map<String, ?> about) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(AUDIT, Long.class)
                    .setParameter("actor", by.actor())
                    .setParameter("action", action)
                    .setParameter("about", new String(json.bytes(about), StandardCharsets.UTF_8))
                    .setParameter("reason", by.reason())
                    .getSingleResult())
        .replaceWithVoid();
  }
}
