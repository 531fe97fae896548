/** The gate: checks each record of a partition, or holds the partition. */
@NullMarked
package io.sluice.job.gate;

import org.jspecify.annotations.NullMarked;
