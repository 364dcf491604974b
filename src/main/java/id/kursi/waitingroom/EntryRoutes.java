package id.kursi.waitingroom;

import id.kursi.platform.AccountLimits;
import id.kursi.platform.DirectRoutes;
import id.kursi.platform.DirectRoutes.Asked;
import id.kursi.platform.FieldRule;
import id.kursi.platform.Form;
import id.kursi.platform.Json;
import id.kursi.platform.Parameters;
import id.kursi.platform.Reply;
import id.kursi.platform.Roles;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import java.util.function.Function;

/** A family's own place, by its phone. */
@ApplicationScoped
class EntryRoutes {
  private static final String ENTRY = RoomRoutes.PATH + "/entries/:id";
  private static final String ANSWER = "challenge";
  private static final int MAX_ANSWER = 4096;

  private final Places places;
  private final Challenges challenges;
  private final DirectRoutes routes;
  private final AccountLimits limits;
  private final Json json;

  EntryRoutes(
      Places places, Challenges challenges, DirectRoutes routes, AccountLimits limits, Json json) {
    this.places = places;
    this.challenges = challenges;
    this.routes = routes;
    this.limits = limits;
    this.json = json;
  }

  void register(@Observes Router router) {
    secured(router, HttpMethod.PUT, ENTRY, this::enter);
    secured(router, HttpMethod.GET, ENTRY, this::entry);
    secured(router, HttpMethod.DELETE, ENTRY, this::leave);
    secured(router, HttpMethod.GET, ENTRY + "/inclusion", this::inclusion);
    secured(router, HttpMethod.POST, "/v1/intakes/:code/passes", this::pass);
  }

  private void secured(
      Router router, HttpMethod method, String path, Function<Asked, Uni<Reply>> answer) {
    routes.secured(router, method, path, Roles.CITIZEN, limits.of(method, answer));
  }

  /** Enters: {} or, where a question is asked, {challenge}. */
  private Uni<Reply> enter(Asked asked) {
    var id = id(asked);
    var form = Form.of(asked.body());
    var answer = challenges.areAsked() && form.has(ANSWER) ? form.text(ANSWER, MAX_ANSWER) : null;
    form.done();
    return asked(asked, form, answer)
        .chain(() -> places.enter(code(asked), id, Family.of(asked.account())))
        .map(
            entered ->
                reply(entered.isNew() ? 201 : 200, entered.view())
                    .with(
                        "Location",
                        "/v1/intakes/%s/waiting-room/entries/%s"
                            .formatted(entered.view().intake(), entered.view().id())));
  }

  /** Whoever is in already is asked nothing: an answer counts once. */
  private Uni<Void> asked(Asked asked, Form form, String answer) {
    return challenges.areAsked()
        ? places
            .isIn(code(asked), asked.account())
            .chain(in -> in ? Uni.createFrom().voidItem() : right(form, answer))
        : Uni.createFrom().voidItem();
  }

  private Uni<Void> right(Form form, String answer) {
    if (answer == null) {
      form.error(ANSWER, FieldRule.REQUIRED);
      form.done();
    }
    return challenges.require(answer);
  }

  private Uni<Reply> entry(Asked asked) {
    return places.own(code(asked), id(asked), asked.account()).map(view -> reply(200, view));
  }

  private Uni<Reply> leave(Asked asked) {
    return places
        .leave(code(asked), id(asked), Family.of(asked.account()))
        .map(view -> reply(200, view));
  }

  private Uni<Reply> inclusion(Asked asked) {
    return places.inclusion(code(asked), id(asked), asked.account()).map(view -> reply(200, view));
  }

  private Uni<Reply> pass(Asked asked) {
    return places.pass(code(asked), Family.of(asked.account())).map(view -> reply(200, view));
  }

  private Reply reply(int status, Object view) {
    return Reply.json(status, json.bytes(view));
  }

  private static String code(Asked asked) {
    return asked.part("code");
  }

  private static UUID id(Asked asked) {
    return Parameters.uuid7("id", asked.part("id"));
  }
}
