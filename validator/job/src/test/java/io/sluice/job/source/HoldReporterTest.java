package io.sluice.job.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.job.event.HoldReport;
import io.sluice.job.event.HoldsChanged;
import io.sluice.job.gate.GateMetrics;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.MetricPart;
import io.sluice.job.metric.TopicLabels;
import io.sluice.pipeline.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.SourceEvent;
import org.junit.jupiter.api.Test;

/** When a reader reports what waits, even where nothing does and it reads no partition. */
class HoldReporterTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final List<SourceEvent> reports = new ArrayList<>();
  private final FollowedOrders orders = new FollowedOrders();
  private final HoldReporter reporter =
      new HoldReporter(reports::add, orders, new UnreadableSplits(metrics()), List.of(), 0);

  private static GateMetrics metrics() {
    return new GateMetrics(
        new Instruments(MetricPart.GATE, null),
        new TopicLabels(new Topics(List.of())),
        schema -> 0);
  }

  private void tell(long version) {
    orders.follow(new HoldsChanged(version, new LinkedHashMap<>(), new ArrayList<>()));
  }

  @Test
  void itReportsAtOnceWhereOrdersCame() {
    tell(1);
    reporter.report(1);
    assertThat(reports).containsExactly(new HoldReport(1, new ArrayList<>()));
  }

  @Test
  void itReportsEveryTwoSeconds() {
    tell(1);
    reporter.tick(SECOND);
    assertThat(reports).isEmpty();
    reporter.tick(2 * SECOND);
    reporter.tick(3 * SECOND);
    assertThat(reports).hasSize(1);
    reporter.tick(4 * SECOND);
    assertThat(reports).hasSize(2);
  }

  @Test
  void itWaitsAWhileForTheFirstOrders() {
    reporter.tick(9 * SECOND);
    assertThat(reports).isEmpty();
    reporter.tick(10 * SECOND);
    assertThat(reports).containsExactly(new HoldReport(0, new ArrayList<>()));
  }
}
