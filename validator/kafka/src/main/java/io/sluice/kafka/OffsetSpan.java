package io.sluice.kafka;

/**
 * Offsets of a partition that follow each other.
 *
 * @param to exclusive
 */
public record OffsetSpan(long from, long to) {

  /** The number of offsets, which can be larger than the number of records. */
  public long length() {
    return Math.max(0, to - from);
  }
}
