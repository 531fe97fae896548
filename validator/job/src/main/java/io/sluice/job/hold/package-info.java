/** Held partitions, and the orders of operators and circuit breakers. */
@NullMarked
package io.sluice.job.hold;

import org.jspecify.annotations.NullMarked;
