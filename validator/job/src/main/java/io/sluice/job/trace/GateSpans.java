package io.sluice.job.trace;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.sluice.contract.Contract;
import io.sluice.deadletter.DeadLetterEncoder;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.raw.RawRecord;
import io.sluice.trace.TraceContext;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one reader, for dead records and for slow checks. Each is a child of the producer's
 * span, if the record has one. Spans do not contain values, paths, or messages, because those can
 * contain data; the dead letter has them. For the reader's thread.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/kafka/">Semantic conventions
 *     for Kafka</a>
 */
public final class GateSpans implements AutoCloseable {

  /** The time from which a check counts as slow: a thousand times the usual time. */
  private static final Duration SLOW = Duration.ofMillis(100);

  private static final long CLOSE_SECONDS = 2;

  /** The maximum number of faults in a span. */
  private static final int MOST_FAULTS = 8;

  private static final String OPERATION = "check";

  private static final AttributeKey<String> SYSTEM = stringKey("messaging.system");
  private static final AttributeKey<String> OPERATION_NAME = stringKey("messaging.operation.name");
  private static final AttributeKey<String> OPERATION_TYPE = stringKey("messaging.operation.type");
  private static final AttributeKey<String> DESTINATION = stringKey("messaging.destination.name");
  private static final AttributeKey<String> PARTITION =
      stringKey("messaging.destination.partition.id");
  private static final AttributeKey<Long> OFFSET = longKey("messaging.kafka.offset");
  private static final AttributeKey<Long> SIZE = longKey("messaging.message.body.size");
  private static final AttributeKey<String> ERROR = stringKey("error.type");
  private static final AttributeKey<String> ID = stringKey("sluice.id");
  private static final AttributeKey<String> VERDICT = stringKey("sluice.verdict");
  private static final AttributeKey<String> CONTRACT = stringKey("sluice.contract");
  private static final AttributeKey<String> RULES_VERSION = stringKey("sluice.rules.version");
  private static final AttributeKey<String> SCHEMA = stringKey("sluice.schema");
  private static final AttributeKey<String> STAGE = stringKey("sluice.stage");
  private static final AttributeKey<Long> FAULTS = longKey("sluice.faults");
  private static final AttributeKey<String> CODE = stringKey("sluice.code");
  private static final AttributeKey<String> RULE = stringKey("sluice.rule");

  private final @Nullable OpenTelemetrySdk sdk;
  private final @Nullable Tracer tracer;
  private final long slowNanos;
  private final Map<String, SpanBudget> budgets = new HashMap<>();

  GateSpans(@Nullable OpenTelemetrySdk sdk, Duration slow) {
    this.sdk = sdk;
    this.tracer = sdk == null ? null : sdk.getTracer("io.sluice.gate");
    this.slowNanos = slow.toNanos();
  }

  /** Spans with the exporter that the environment configures. No spans if it configures none. */
  public static GateSpans fromEnvironment(String pipeline) {
    return new GateSpans(Tracing.fromEnvironment(pipeline), SLOW);
  }

  /** Starts timing the check of a record. Pass the result to {@link #end}. */
  public long begin() {
    return tracer == null ? 0 : System.nanoTime();
  }

  /**
   * Creates a span for a checked record, if it is dead or was slow.
   *
   * @param begun the result of {@link #begin}
   */
  public void end(long begun, RawRecord raw, Verdict verdict) {
    Tracer target = tracer;
    if (target == null) {
      return;
    }
    long now = System.nanoTime();
    Verdict.Dead dead = verdict instanceof Verdict.Dead died ? died : null;
    if (dead == null && now - begun < slowNanos) {
      return;
    }
    SpanBudget budget = budgets.computeIfAbsent(raw.topic(), topic -> new SpanBudget());
    if (!budget.isLeft(now)) {
      return;
    }
    Instant end = Instant.now();
    Span span =
        target
            .spanBuilder(OPERATION + " " + raw.topic())
            .setParent(TraceContext.of(raw))
            .setSpanKind(SpanKind.CONSUMER)
            .setAllAttributes(attributes(raw, verdict))
            .setStartTimestamp(end.minusNanos(now - begun))
            .startSpan();
    if (!span.isRecording()) {
      // not sampled, so the span would not be exported
      return;
    }
    budget.spend();
    if (dead != null) {
      span.setStatus(StatusCode.ERROR);
      addFaults(span, dead.faults());
    }
    span.end(end);
  }

  private static Attributes attributes(RawRecord raw, Verdict verdict) {
    byte[] value = raw.value();
    Contract contract = verdict.contract();
    SchemaRef schema = verdict.schema();
    AttributesBuilder attributes =
        Attributes.builder()
            .put(SYSTEM, "kafka")
            .put(OPERATION_NAME, OPERATION)
            .put(OPERATION_TYPE, "process")
            .put(DESTINATION, raw.topic())
            .put(PARTITION, Integer.toString(raw.partition()))
            .put(OFFSET, raw.offset())
            .put(SIZE, value == null ? 0L : value.length)
            .put(ID, DeadLetterEncoder.id(raw.topic(), raw.partition(), raw.offset()))
            .put(VERDICT, label(verdict))
            .put(CONTRACT, contract == null ? null : contract.name())
            .put(RULES_VERSION, contract == null ? null : contract.rulesVersion())
            .put(SCHEMA, schema == null ? null : schema.label());
    if (verdict instanceof Verdict.Dead dead) {
      Fault first = dead.faults().first();
      attributes
          .put(ERROR, first.code())
          .put(STAGE, first.stage().label())
          .put(FAULTS, dead.faults().total());
    }
    return attributes.build();
  }

  private static String label(Verdict verdict) {
    return verdict.fold(
        stored -> stored.isWarned() ? "warned" : "clean",
        dead -> "dead",
        dropped -> "dropped",
        held -> "held");
  }

  private static void addFaults(Span span, Faults faults) {
    faults.kept().stream()
        .limit(MOST_FAULTS)
        .forEach(
            fault ->
                span.addEvent(
                    "sluice.fault",
                    Attributes.builder()
                        .put(STAGE, fault.stage().label())
                        .put(CODE, fault.code())
                        .put(RULE, fault.rule())
                        .build()));
  }

  /** Exports the remaining spans, and gives up if the collector does not respond. */
  @Override
  public void close() {
    if (sdk != null) {
      CompletableResultCode unused = sdk.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
