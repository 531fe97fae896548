package io.sluice.job.start;

/**
 * The offsets of a source partition in Kafka when a start is decided.
 *
 * @param start the log start offset
 * @param end the offset after the last record
 * @param startFrom the offset that the setting {@code startFrom} stands for
 */
public record LogState(long start, long end, long startFrom) {}
