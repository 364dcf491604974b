package id.kursi.platform;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Lets nothing into a span that could name somebody: a path holds a reservation's id, a query
 * whatever was typed, and an address is a household's. What is not on the list is blotted out; the
 * route, the method and the status say enough.
 */
@Singleton
class SpanDiscretion implements SpanProcessor {
  private static final Set<String> HARMLESS =
      Set.of(
          "http.request.method",
          "http.route",
          "url.scheme",
          "network.protocol.version",
          "code.function.name");
  private static final String BLOT = "-";

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    span.getAttributes().forEach((key, value) -> blot(span, key));
  }

  private static void blot(ReadWriteSpan span, AttributeKey<?> key) {
    if (key.getType() == AttributeType.STRING && !HARMLESS.contains(key.getKey())) {
      span.setAttribute(key.getKey(), BLOT);
    }
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    // What is known only at the end is the route and the status.
  }

  @Override
  public boolean isEndRequired() {
    return false;
  }
}
