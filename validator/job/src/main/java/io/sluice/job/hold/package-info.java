/** Partitions that are held on purpose: by an operator, or by a circuit breaker. */
@NullMarked
package io.sluice.job.hold;

import org.jspecify.annotations.NullMarked;
