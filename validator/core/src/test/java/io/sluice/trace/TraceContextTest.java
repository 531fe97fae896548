package io.sluice.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Headers of W3C Trace Context, as producers of all kinds write them. */
class TraceContextTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private static @Nullable String id(RawHeader... headers) {
    return TraceContext.idOf(new InMemoryRecord("a", 0, 0, 0, null, null, List.of(headers)));
  }

  private static @Nullable String id(String traceparent) {
    return id(RawHeader.text("traceparent", traceparent));
  }

  @Test
  void theTraceIsRead() {
    assertThat(id("00-" + TRACE + "-00f067aa0ba902b7-01")).isEqualTo(TRACE);
    assertThat(id("00-" + TRACE + "-00f067aa0ba902b7-00")).as("not sampled").isEqualTo(TRACE);
    assertThat(id("cc-" + TRACE + "-00f067aa0ba902b7-01-later"))
        .as("a later version")
        .isEqualTo(TRACE);
    assertThat(
            id(
                RawHeader.text("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"),
                RawHeader.text("tracestate", "=,=;")))
        .as("a tracestate that cannot be read")
        .isEqualTo(TRACE);
  }

  @Test
  void whatTellsNoTraceIsNone() {
    assertThat(id()).isNull();
    assertThat(id(new RawHeader("traceparent", null))).isNull();
    assertThat(id("")).isNull();
    assertThat(id("00-" + TRACE + "-00f067aa0ba902b7")).isNull();
    assertThat(id("00-" + TRACE.replace('4', 'x') + "-00f067aa0ba902b7-01")).isNull();
    assertThat(id("00-" + "0".repeat(32) + "-00f067aa0ba902b7-01")).isNull();
    assertThat(id("ff-" + TRACE + "-00f067aa0ba902b7-01")).isNull();
    assertThat(id(RawHeader.text("b3", TRACE + "-00f067aa0ba902b7-1"))).isNull();
  }

  @Test
  void longHeadersDoNotHang() {
    String told = "00-" + TRACE + "-00f067aa0ba902b7-01";
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            id(
                RawHeader.text("traceparent", told),
                RawHeader.text("tracestate", "a=1" + " ".repeat(1 << 20) + "x")));
  }

  @Property
  void anyBytesAreNoFailure(@ForAll byte[] parent, @ForAll byte[] state) {
    id(new RawHeader("traceparent", parent), new RawHeader("tracestate", state));
  }
}
