package id.kursi.reservation;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;

/**
 * As much of Vert.x as the batching room uses: contexts whose tasks run in order, and timers that
 * may fire at any time, all as steps. When its instance dies nothing of it happens any more.
 */
final class SteppedVertx {
  /** A room looks around so often that time would fly: such timers may fire early. */
  private static final Duration SHORT = Duration.ofMillis(100);

  private final Steps steps;
  private final ModelTime time;
  private final String name;
  private final Vertx vertx;
  private boolean dead;

  SteppedVertx(Steps steps, ModelTime time, String name) {
    this.steps = steps;
    this.time = time;
    this.name = name;
    vertx = fake(Vertx.class, this::callVertx);
  }

  io.vertx.mutiny.core.Vertx mutiny() {
    return new io.vertx.mutiny.core.Vertx(vertx);
  }

  void die() {
    dead = true;
  }

  private Object callVertx(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "getOrCreateContext" -> context();
      case "setTimer" -> {
        var after = Duration.ofMillis((long) arguments[0]);
        long due = time.nanos() + after.toNanos();
        steps.later(
            name + " timer",
            "fires after " + after,
            () -> {
              if (after.compareTo(SHORT) > 0) {
                time.reach(due);
              }
              run(arguments[1], 0L);
            });
        yield 0L;
      }
      default -> throw new UnsupportedOperationException(method.toString());
    };
  }

  private Context context() {
    var lane = steps.lane(name + " context");
    return fake(
        Context.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "runOnContext" -> {
                lane.add("runs a task", () -> run(arguments[0], null));
                yield null;
              }
              case "owner" -> vertx;
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }

  @SuppressWarnings("unchecked")
  private void run(Object handler, Object event) {
    if (!dead) {
      ((Handler<Object>) handler).handle(event);
    }
  }

  static <T> T fake(Class<T> type, InvocationHandler calls) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
  }
}
