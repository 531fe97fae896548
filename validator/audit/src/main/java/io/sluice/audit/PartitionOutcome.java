package io.sluice.audit;

import io.sluice.audit.report.AuditReport;
import java.util.Set;

/**
 * What became of verifying one partition.
 *
 * @param fed the tables that it feeds now, and those that have rows or marks of it
 * @param expired what Kafka no longer has of it
 * @param reading what Kafka still has of it
 */
record PartitionOutcome(
    PartitionPlaces places, Set<String> fed, ExpiredRange expired, Reading reading) {

  /**
   * What became of reading the records.
   *
   * @param isComplete false where the time was over before
   * @param unjudged records of which it is not known whether they are dead letters
   */
  record Reading(AuditReport.Counts counts, boolean isComplete, long unjudged) {

    /** Of a partition without records. */
    static final Reading NOTHING = new Reading(new TopicCounts().counts(), true, 0);

    /** Of a partition that was not begun in time. */
    static final Reading TOO_LATE = new Reading(new TopicCounts().counts(), false, 0);
  }
}
