/** Flink splits, and their form in checkpoints. */
@NullMarked
package io.sluice.job.split;

import org.jspecify.annotations.NullMarked;
