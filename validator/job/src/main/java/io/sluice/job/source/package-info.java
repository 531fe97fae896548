/** From Kafka to verdicts: partitions, positions, holds. */
@NullMarked
package io.sluice.job.source;

import org.jspecify.annotations.NullMarked;
