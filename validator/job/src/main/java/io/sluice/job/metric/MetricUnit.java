package io.sluice.job.metric;

/** The unit of a metric, as shown on the reference page. */
public enum MetricUnit {
  RECORDS,
  PARTITIONS,
  TOPICS,
  CALLS,
  SCHEMAS,
  TRIPS,
  COMMITS,
  FILES,
  ROWS,
  BYTES,
  LETTERS,
  CHECKPOINTS,
  RESTARTS,
  SECONDS,
  MILLISECONDS,
  NANOSECONDS,
  /** Seconds since the epoch. */
  TIME,
  /** 0 or 1. */
  FLAG
}
