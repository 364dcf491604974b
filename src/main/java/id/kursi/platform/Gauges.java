package id.kursi.platform;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** Gauges that follow the beans of this start of the application. */
public final class Gauges {
  /**
   * Live reload and tests start the application again in one JVM, whose registry goes on and keeps
   * the first gauge of a name: it would go on asking beans that are gone.
   */
  public static <T> void register(
      MeterRegistry meters, String name, T bean, ToDoubleFunction<T> value) {
    meters.find(name).meters().forEach(meters::remove);
    Gauge.builder(name, bean, value).register(meters);
  }

  private Gauges() {}
}
