package id.kursi.reservation;

import id.kursi.reservation.ModelRedis.Connection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The doorman's scripts as one instance calls them, in the model instead. */
final class ModelScripts extends DoormanScripts {
  /** The instance's connection to the model. */
  static final class Link extends RedisLink {
    private final Steps steps;
    private final ModelRedis redis;
    private final String name;
    private Connection open;
    private boolean dead;

    Link(Steps steps, ModelRedis redis, String name, Vertx vertx) {
      super(vertx, SimSettings.neighbours(), "standalone");
      this.steps = steps;
      this.redis = redis;
      this.name = name;
    }

    @Override
    boolean isOpen() {
      return open != null;
    }

    @Override
    Uni<Void> open(Duration within, Runnable fresh) {
      if (open != null) {
        return Uni.createFrom().voidItem();
      }
      return Uni.createFrom()
          .emitter(
              opened ->
                  steps.later(
                      name,
                      "connects to redis",
                      () -> {
                        if (open == null && !dead) {
                          fresh.run();
                          open = redis.connect(name, () -> open = null);
                        }
                        opened.complete(null);
                      }));
    }

    @Override
    void close() {
      if (open != null) {
        open.close();
      }
    }

    void die() {
      dead = true;
      close();
    }

    private <T> Uni<T> run(String what, Function<ModelDoorman, T> script) {
      return open == null
          ? Uni.createFrom().failure(new IOException("No connection to Redis"))
          : open.run(what, script);
    }
  }

  private final Link link;
  private final ModelRedis redis;
  private final SimChecks checks;
  private final PlantedBug bug;

  ModelScripts(Link link, ModelRedis redis, SimChecks checks, PlantedBug bug) {
    super(link, SimSettings.COUNTER);
    this.link = link;
    this.redis = redis;
    this.checks = checks;
    this.bug = bug;
  }

  @Override
  Uni<Asked> ask(long intake, List<Ask> asks, Duration tokenLife, Duration within) {
    return link.run(
        "asks " + asks.stream().map(ask -> ModelFunctions.tail(ask.id())).toList(),
        doorman -> {
          var asked = doorman.ask(asks, tokenLife.toMillis(), redis.nowMs());
          asked.full().forEach(checks::refused);
          return asked;
        });
  }

  @Override
  Uni<Published> publish(
      long intake,
      Collection<SlotCounts> slots,
      Versions versions,
      List<Settled> settled,
      Duration within) {
    var told = List.copyOf(slots);
    var telling =
        link.run(
            "tells versions "
                + told.stream().map(SlotCounts::version).toList()
                + " and "
                + settled.size()
                + " ids",
            doorman -> {
              told.forEach(checks::published);
              var published = doorman.publish(told, versions, settled);
              redis.countedBehind(published.behind());
              return published;
            });
    if (bug != PlantedBug.TOLD_UNHEARD || settled.isEmpty()) {
      return telling;
    }
    telling.subscribe().with(done -> {}, failed -> {});
    return Uni.createFrom().item(new Published(Set.of(), Map.of(), 0, 0, 0, 0));
  }

  @Override
  Uni<Map<Long, Believed>> believed(long intake, List<Long> slots, Duration within) {
    return link.run("believed", doorman -> doorman.believed(slots, redis.nowMs()));
  }
}
