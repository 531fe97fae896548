package io.sluice.job.lake.write;

import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import io.sluice.job.metric.MetricPart;
import org.apache.flink.runtime.metrics.groups.TaskIOMetricGroup;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;

/**
 * How busy a task is, under a name that people know. Flink has the same under the names of all
 * operators of the task, which would make every series of Sluice's longer by half.
 */
public final class TaskMetrics {

  private TaskMetrics() {}

  /** Measures the task that an operator runs in. */
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
