package id.kursi.reservation;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * As much of Vert.x as the batching room uses: contexts whose tasks run in order, and timers that
 * may fire at any time, all as steps. When its instance dies nothing of it happens any more.
 */
final class SteppedVertx {
  private final Steps steps;
  private final String name;
  private final Vertx vertx;
  private boolean dead;

  SteppedVertx(Steps steps, String name) {
    this.steps = steps;
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
        later(name + " timer", "fires after " + arguments[0] + " ms", arguments[1], 0L);
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

  private void later(String lane, String what, Object handler, Object event) {
    steps.later(lane, what, () -> run(handler, event));
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
