package io.sluice.job.lake.write;

import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import io.sluice.job.metric.MetricPart;
import org.apache.flink.runtime.metrics.groups.TaskIOMetricGroup;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;

/**
 * The load metrics of a task, under a short name. Flink has the same metrics under the names of all
 * operators in the task, which would make every series 50% longer.
 */
public final class TaskMetrics {

  private TaskMetrics() {}

  /** Registers the metrics of the task in which an operator runs. */
  public static void register(String task, AbstractStreamOperator<?> operator) {
    TaskIOMetricGroup times =
        operator.getContainingTask().getEnvironment().getMetricGroup().getIOMetricGroup();
    Instruments instruments = new Instruments(MetricPart.TASKS, operator.getMetricGroup());
    instruments.gauge(Metric.BACK_PRESSURED, times::getBackPressuredTimeMsPerSecond, task);
    instruments.gauge(Metric.BUSY, () -> busy(times), task);
  }

  private static long busy(TaskIOMetricGroup times) {
    long waits =
        times.getIdleTimeMsPerSecond().getValue() + times.getBackPressuredTimeMsPerSecond();
    return Math.max(0, 1000 - waits);
  }
}
