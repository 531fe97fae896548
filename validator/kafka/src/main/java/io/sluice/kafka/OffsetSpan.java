package io.sluice.kafka;

/**
 * A range of consecutive offsets of a partition.
 *
 * @param to exclusive
 */
public record OffsetSpan(long from, long to) {

  /** The number of offsets, which can be larger than the number of records. */
  public long length() {
    return Math.max(0, to - from);
  }
}
