package io.sluice.job.metric;

/** The part of Sluice that exports a metric. */
public enum MetricPart {
  GATE("flink_taskmanager_job_task_operator_sluice_"),
  COORDINATOR("flink_jobmanager_job_operator_coordinator_enumerator_sluice_"),
  COMMITTER("flink_taskmanager_job_task_operator_sluice_"),
  /** Each task of the job. */
  TASKS("flink_taskmanager_job_task_operator_sluice_"),
  /** {@code sluice dlq metrics}. */
  LETTERS(""),
  /** Flink itself. */
  FLINK("");

  /** The prefix of its metric names in Prometheus. */
  final String prefix;

  MetricPart(String prefix) {
    this.prefix = prefix;
  }
}
