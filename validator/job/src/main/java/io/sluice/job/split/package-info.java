/** Partitions as Flink knows them: splits, and what a checkpoint keeps of them. */
@NullMarked
package io.sluice.job.split;

import org.jspecify.annotations.NullMarked;
