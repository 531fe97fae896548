package io.sluice.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.sluice.raw.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a record, from the headers {@code traceparent} and {@code tracestate} of its
 * producer. Other formats are not read, regardless of {@code OTEL_PROPAGATORS}, because the content
 * of a row must not depend on the environment of the machine that writes it.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public final class TraceContext {

  private static final TextMapGetter<RawRecord> HEADERS =
      (raw, name) -> raw == null ? null : raw.headerText(name);

  private TraceContext() {}

  /** The parent context of the record's span; the root if the record has none. */
  public static Context of(RawRecord raw) {
    return W3CTraceContextPropagator.getInstance().extract(Context.root(), raw, HEADERS);
  }

  /** The trace's ID, 32 hexadecimal digits; null if the record has none, or a malformed one. */
  public static @Nullable String idOf(RawRecord raw) {
    SpanContext span = Span.fromContext(of(raw)).getSpanContext();
    return span.isValid() ? span.getTraceId() : null;
  }
}
