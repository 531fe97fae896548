package io.sluice.job.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.job.gate.SeriesCount;
import io.sluice.job.hold.HoldOrder;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.MetricPart;
import java.util.List;
import org.apache.flink.metrics.MetricGroup;
import org.junit.jupiter.api.Test;

class OrderMetricsTest {

  private final SeriesCount series = new SeriesCount();
  private final MetricGroup group = series.group();

  @Test
  void aCoordinatorThatIsMadeAnewBeginsAnew() {
    OrderMetrics first = new OrderMetrics(new Instruments(MetricPart.COORDINATOR, group));
    first.stand(
        List.of(new HoldOrder("shop", "orders", HoldOrder.BREAKER, "2026-01-01T00:00:00Z", "x")));
    assertThat(series.values("breakerOpen")).containsExactly(1L);
    OrderMetrics second = new OrderMetrics(new Instruments(MetricPart.COORDINATOR, group));
    assertThat(series.values("breakerOpen")).isEmpty();
    second.stand(
        List.of(new HoldOrder("shop", "orders", HoldOrder.BREAKER, "2026-01-01T00:00:00Z", "x")));
    assertThat(series.values("breakerOpen")).containsExactly(1L);
    second.stand(List.of());
    assertThat(series.values("breakerOpen")).containsExactly(0L);
  }
}
