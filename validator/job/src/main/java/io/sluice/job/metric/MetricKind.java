package io.sluice.job.metric;

/** The kind of a metric, which determines how to read its values. */
public enum MetricKind {
  /** Only grows. Restarts at 0 with the job, and {@linkplain LateCounter stays at 0 briefly}. */
  COUNTER,
  GAUGE,
  /** Counters with the label {@code le}; each counts the values up to its bound. */
  BUCKETS
}
