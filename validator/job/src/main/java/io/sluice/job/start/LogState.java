package io.sluice.job.start;

/**
 * A source partition as it is in Kafka when a start is decided.
 *
 * @param start the log start offset
 * @param end the offset after the last record
 * @param startFrom the offset that the setting {@code startFrom} means now
 */
public record LogState(long start, long end, long startFrom) {}
