package io.sluice.job.metric;

/** Which part of Sluice exports a metric. */
public enum MetricPart {
  GATE("flink_taskmanager_job_task_operator_sluice_"),
  COORDINATOR("flink_jobmanager_job_operator_coordinator_enumerator_sluice_"),
  COMMITTER("flink_taskmanager_job_task_operator_sluice_"),
  /** Every task, for itself. */
  TASKS("flink_taskmanager_job_task_operator_sluice_"),
  /** {@code sluice dlq metrics}. */
  LETTERS(""),
  /** Flink itself. */
  FLINK("");

  /** What its names begin with in Prometheus. */
  final String prefix;

  MetricPart(String prefix) {
    this.prefix = prefix;
  }
}
