package io.sluice.job.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import io.sluice.raw.RawRecord;
import io.sluice.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateSpansTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final Verdict DROPPED = new Verdict.Dropped(Verdict.Reason.TOMBSTONE);
  private static final Verdict DEAD =
      new Verdict.Dead(
          null, null, Faults.of(Code.NO_CONTRACT, "attrs['secret']", "secret message"), null);

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();

  private GateSpans spans(Duration slow) {
    return new GateSpans(
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exported))
                    .build())
            .build(),
        slow);
  }

  private static RawRecord record(String topic, long offset, RawHeader... headers) {
    byte[] secret = "secret".getBytes(StandardCharsets.UTF_8);
    return new InMemoryRecord(topic, 3, offset, 0, secret, secret, List.of(headers));
  }

  private static RawHeader traceparent(String flags) {
    return RawHeader.text("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-" + flags);
  }

  @AfterEach
  void clear() {
    System.clearProperty("otel.traces.exporter");
    System.clearProperty("otel.sdk.disabled");
    System.clearProperty("otel.exporter.otlp.endpoint");
    System.clearProperty("otel.exporter.otlp.protocol");
    System.clearProperty("otel.resource.attributes");
    System.clearProperty("otel.traces.sampler");
    System.clearProperty("otel.traces.sampler.arg");
  }

  @Test
  void aDeadRecordIsAChildOfItsProducersSpan() {
    GateSpans spans = spans(Duration.ofDays(1));
    spans.end(spans.begin(), record("orders", 7, traceparent("01")), DEAD);
    SpanData span = exported.getFinishedSpanItems().get(0);
    assertThat(span.getName()).isEqualTo("check orders");
    assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getAttributes().get(AttributeKey.longKey("messaging.kafka.offset")))
        .isEqualTo(7);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
        .isEqualTo("no_contract");
    assertThat(span.getEvents()).hasSize(1);
    assertThat(span.toString()).as("no values, paths or messages").doesNotContain("secret");
  }

  @Test
  void whoseTraceIsNotSampledHasNone() {
    GateSpans spans = spans(Duration.ofDays(1));
    spans.end(spans.begin(), record("orders", 7, traceparent("00")), DEAD);
    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void slowRecordsHaveOneWhateverTheirVerdict() {
    GateSpans patient = spans(Duration.ofDays(1));
    patient.end(patient.begin(), record("orders", 7), DROPPED);
    assertThat(exported.getFinishedSpanItems()).isEmpty();
    GateSpans spans = spans(Duration.ZERO);
    spans.end(spans.begin(), record("orders", 7), DROPPED);
    SpanData span = exported.getFinishedSpanItems().get(0);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("sluice.verdict")))
        .isEqualTo("dropped");
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getEndEpochNanos()).isGreaterThan(span.getStartEpochNanos());
  }

  @Test
  void aFloodOfDeadRecordsIsAFewSpansOfEachTopic() {
    GateSpans spans = spans(Duration.ofDays(1));
    long seconds = System.nanoTime() / 1_000_000_000;
    for (int i = 0; i < 100_000; i++) {
      spans.end(spans.begin(), record("orders", i), DEAD);
    }
    spans.end(spans.begin(), record("other", 0), DEAD);
    long lasted = System.nanoTime() / 1_000_000_000 - seconds + 1;
    assertThat(exported.getFinishedSpanItems())
        .hasSizeBetween(SpanBudget.A_SECOND + 1, (int) lasted * SpanBudget.A_SECOND + 1)
        .anyMatch(span -> span.getName().equals("check other"));
  }

  @Test
  void recordsThatAreNotSampledTakeNoPlaceFromThoseThatAre() {
    GateSpans spans = spans(Duration.ofDays(1));
    for (int i = 0; i < 10 * SpanBudget.A_SECOND; i++) {
      spans.end(spans.begin(), record("orders", i, traceparent("00")), DEAD);
    }
    spans.end(spans.begin(), record("orders", 1_000, traceparent("01")), DEAD);
    assertThat(exported.getFinishedSpanItems()).hasSize(1);
  }

  @Test
  void nothingIsSetUpUnlessItIsWanted() {
    assertThat(Tracing.fromEnvironment("shop")).isNull();
    System.setProperty("otel.exporter.otlp.endpoint", "http://127.0.0.1:1");
    System.setProperty("otel.sdk.disabled", "true");
    assertThat(Tracing.fromEnvironment("shop")).isNull();
    System.clearProperty("otel.sdk.disabled");
    System.setProperty("otel.traces.exporter", "none");
    assertThat(Tracing.fromEnvironment("shop")).isNull();
  }

  @Test
  void bothProtocolsCanBeSetUp() {
    System.setProperty("otel.exporter.otlp.endpoint", "http://127.0.0.1:1");
    for (String protocol : List.of("grpc", "http/protobuf")) {
      System.setProperty("otel.exporter.otlp.protocol", protocol);
      OpenTelemetrySdk sdk = Objects.requireNonNull(Tracing.fromEnvironment("shop"), protocol);
      assertThat(sdk.toString()).contains("sluice.pipeline=\"shop\"", "service.name=\"sluice\"");
      sdk.close();
    }
  }

  @Test
  void settingsThatCannotBeUsedDoNotStopTheGate() {
    System.setProperty("otel.traces.exporter", "no-such-exporter");
    runs();
    System.setProperty("otel.traces.exporter", "otlp");
    System.setProperty("otel.resource.attributes", "gr\u00f6\u00dfe=1");
    runs();
    System.clearProperty("otel.resource.attributes");
    System.setProperty("otel.traces.sampler", "traceidratio");
    System.setProperty("otel.traces.sampler.arg", "2");
    runs();
  }

  private static void runs() {
    assertThat(Tracing.fromEnvironment("shop")).isNull();
    GateSpans spans = GateSpans.fromEnvironment("shop");
    spans.end(spans.begin(), record("orders", 7), DEAD);
    spans.close();
  }

  @Test
  void theServiceIsNamedAsPeopleSay() {
    System.setProperty("otel.exporter.otlp.endpoint", "http://127.0.0.1:1");
    System.setProperty("otel.resource.attributes", "service.name=orders-gate");
    OpenTelemetrySdk sdk = Objects.requireNonNull(Tracing.fromEnvironment("shop"));
    assertThat(sdk.toString()).contains("service.name=\"orders-gate\"");
    sdk.close();
  }

  @Test
  void aCollectorThatIsDownDoesNotStopTheGate() {
    System.setProperty("otel.exporter.otlp.endpoint", "http://127.0.0.1:1");
    GateSpans spans = GateSpans.fromEnvironment("shop");
    spans.end(spans.begin(), record("orders", 7), DEAD);
    spans.close();
  }
}
