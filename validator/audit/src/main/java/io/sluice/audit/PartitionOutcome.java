package io.sluice.audit;

import io.sluice.audit.report.AuditReport;
import java.util.Set;

/**
 * The outcome of verifying one partition.
 *
 * @param fed the tables that it feeds now, and the tables that have rows or marks of it
 * @param expired the records that Kafka no longer has
 * @param reading the records that Kafka still has
 */
record PartitionOutcome(
    PartitionPlaces places, Set<String> fed, ExpiredRange expired, Reading reading) {

  /**
   * The outcome of reading the records.
   *
   * @param isComplete false if the time limit was reached
   * @param unjudged the number of records that may or may not be dead letters
   */
  record Reading(AuditReport.Counts counts, boolean isComplete, long unjudged) {

    /** The outcome for a partition without records. */
    static final Reading NOTHING = new Reading(new TopicCounts().counts(), true, 0);

    /** The outcome for a partition that was not started in time. */
    static final Reading TOO_LATE = new Reading(new TopicCounts().counts(), false, 0);
  }
}
