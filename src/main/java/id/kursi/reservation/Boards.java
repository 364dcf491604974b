package id.kursi.reservation;

import id.kursi.platform.Listeners;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** Those who listen to an intake's slots. */
@ApplicationScoped
class Boards {
  private static final String EVENT = "slots";

  private final Availability availability;
  private final Listeners listeners;

  Boards(Availability availability, Listeners listeners) {
    this.availability = availability;
    this.listeners = listeners;
  }

  void listen(RoutingContext context) {
    var code = context.pathParam("code");
    listeners.listen(context, EVENT, code, () -> availability.intake(code).slots(null, null));
  }

  /** After the pages have been made of the same snapshot. */
  void tell(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Snapshot snapshot) {
    for (var code : snapshot.intakes().keySet()) {
      listeners.tell(EVENT, code, () -> availability.intake(code).slots(null, null));
    }
  }
}
