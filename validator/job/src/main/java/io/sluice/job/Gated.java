package io.sluice.job;

import io.sluice.deadletter.DeadLetter;
import io.sluice.row.Row;
import org.jspecify.annotations.Nullable;

/**
 * What the gate says of one record. There is one for every record that it passes, so that positions
 * are known downstream whatever became of records.
 *
 * @param row null unless the record is stored
 * @param deadLetter null unless the record is dead
 */
public record Gated(
    GatedPartition partition, long offset, @Nullable Row row, @Nullable DeadLetter deadLetter) {}
