package io.sluice.audit.report;

import java.util.List;
import java.util.Map;

/**
 * What an audit found, and how far it looked.
 *
 * @param pipeline its name
 * @param topics counts per source topic
 * @param coverage what was verified, and how, per table and partition
 * @param findings everything that does not add up, in the order of topics, partitions and offsets
 * @param unlisted how many more findings there are
 * @param notes what a reader should know besides
 */
public record AuditReport(
    String pipeline,
    Map<String, Counts> topics,
    List<Coverage> coverage,
    List<Finding> findings,
    long unlisted,
    List<String> notes) {

  /**
   * Where the records of a topic are.
   *
   * @param source records below the limits
   * @param rows of them in tables
   * @param repaired of them dead letters whose replay is in a table
   * @param dead of them other dead letters, each counted once
   * @param expired of them dead letters that retention has removed, as the ledger counted them
   * @param dropped of them left out as declared
   * @param copies further physical copies of dead letters
   * @param voided dead letters whose record is in a table after all
   * @param compared rows whose values were compared with the source
   * @param ledgered records that Kafka no longer has, whose rows agree with the ledger; not among
   *     the others
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

  /** Whether nothing was found; what was not verified may still hide something. */
  public boolean hasNoFindings() {
    return findings.isEmpty() && unlisted == 0;
  }

  /** Whether everything adds up and everything that contracts declare was verified. */
  public boolean isClean() {
    return hasNoFindings() && unverified().isEmpty();
  }

  /** What contracts declare and the audit could not verify, though there is something. */
  public List<Coverage> unverified() {
    return coverage.stream().filter(Coverage::isGap).toList();
  }
}
