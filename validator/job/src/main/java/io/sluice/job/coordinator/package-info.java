/**
 * The coordinator of a job, in the JobManager: it discovers partitions, hands them out, and gives
 * hold orders.
 */
@NullMarked
package io.sluice.job.coordinator;

import org.jspecify.annotations.NullMarked;
