package io.sluice.audit.report;

import java.util.List;
import java.util.Map;

/**
 * The report of an audit: its findings and its coverage.
 *
 * @param pipeline the pipeline's name
 * @param topics counts per source topic
 * @param coverage the verified and unverified parts, per table and partition
 * @param findings the findings, ordered by topic, partition, and offset
 * @param unlisted the number of findings that are not listed
 * @param notes additional information for the reader
 */
public record AuditReport(
    String pipeline,
    Map<String, Counts> topics,
    List<Coverage> coverage,
    List<Finding> findings,
    long unlisted,
    List<String> notes) {

  /**
   * The number of a topic's records in each place.
   *
   * @param source records below the limits
   * @param rows source records with a row in a table
   * @param repaired source records with a dead letter whose replay is in a table
   * @param dead source records with any other dead letter, each counted once
   * @param expired source records whose dead letter expired, as counted by the ledger
   * @param dropped source records that were dropped as declared
   * @param copies extra copies of dead letters
   * @param voided dead letters whose record is in a table after all
   * @param compared rows whose values were compared with the source
   * @param ledgered records that Kafka no longer has and whose rows match the ledger; not included
   *     in the other counts
   */
  public record Counts(
      long source,
      long rows,
      long repaired,
      long dead,
      long expired,
      long dropped,
      long copies,
      long voided,
      long compared,
      long ledgered) {}

  /** Whether there are no findings; unverified parts may still hide damage. */
  public boolean hasNoFindings() {
    return findings.isEmpty() && unlisted == 0;
  }

  /** Whether there are no findings and everything that contracts declare was verified. */
  public boolean isClean() {
    return hasNoFindings() && unverified().isEmpty();
  }

  /** The parts with records that contracts declare and the audit could not verify. */
  public List<Coverage> unverified() {
    return coverage.stream().filter(Coverage::isGap).toList();
  }
}
