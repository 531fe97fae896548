/**
 * The one coordinator of a job, in the JobManager: it finds partitions, hands them out, and gives
 * orders to hold.
 */
@NullMarked
package io.sluice.job.coordinator;

import org.jspecify.annotations.NullMarked;
