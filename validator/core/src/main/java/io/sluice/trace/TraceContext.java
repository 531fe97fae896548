package io.sluice.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.sluice.raw.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a record's producer put it into, by the headers {@code traceparent} and {@code
 * tracestate}. Other formats are not read, whatever {@code OTEL_PROPAGATORS} says: what is in a row
 * must not depend on the environment of the machine that wrote it.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public final class TraceContext {

  private static final TextMapGetter<RawRecord> HEADERS =
      (raw, name) -> raw == null ? null : raw.headerText(name);

  private TraceContext() {}

  /** The context to which the record's span belongs; the root where the record has none. */
  public static Context of(RawRecord raw) {
    return W3CTraceContextPropagator.getInstance().extract(Context.root(), raw, HEADERS);
  }

  /** The trace's id, 32 hexadecimal digits; null where the record has none, or a malformed one. */
  public static @Nullable String idOf(RawRecord raw) {
    SpanContext span = Span.fromContext(of(raw)).getSpanContext();
    return span.isValid() ? span.getTraceId() : null;
  }
}
