package io.sluice.job.metric;

/** How values are to be read. */
public enum MetricKind {
  /** Only grows; restarts at 0 with the job, and {@linkplain LateCounter stays there} a moment. */
  COUNTER,
  GAUGE,
  /** Counters with label {@code le}, each with all that is no more than its bound. */
  BUCKETS
}
