/** From verdicts to dead-letter topics. */
@NullMarked
package io.sluice.job.deadletter;

import org.jspecify.annotations.NullMarked;
