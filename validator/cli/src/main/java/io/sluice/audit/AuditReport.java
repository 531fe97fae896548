package io.sluice.audit;

import java.util.List;
import java.util.Map;

/**
 * What an audit found.
 *
 * @param topics counts per source topic
 * @param findings everything that does not add up, in the order of topics, partitions and offsets
 * @param notes what could not be verified, and why
 */
public record AuditReport(Map<String, Counts> topics, List<Finding> findings, List<String> notes) {

  /**
   * Where the records of a topic are.
   *
   * @param source records below the settled offsets
   * @param rows of them in tables
   * @param repaired of them dead letters whose replay is in a table
   * @param dead of them other dead letters, each counted once
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
      long dropped,
      long copies,
      long voided,
      long compared,
      long ledgered) {}

  public boolean isClean() {
    return findings.isEmpty();
  }
}
