package io.sluice.kafka;

/**
 * Offsets of a partition that follow each other.
 *
 * @param to exclusive
 */
public record OffsetSpan(long from, long to) {

  /** How many offsets these are, which may be more than there are records. */
  public long length() {
    return Math.max(0, to - from);
  }
}
