package io.sluice.job.handover;

import io.sluice.kafka.SourcePartition;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source partition in one run of the job.
 *
 * @param tables by name, the tables that the partition feeds, with the records they need
 * @param ledger the pipeline's ledger
 * @param counted the ledger's mark: records below it are already counted
 */
public record GatedPartition(
    SourcePartition source, Map<String, TableFilter> tables, String ledger, long counted) {

  /**
   * The records of a partition that a table needs.
   *
   * @param first records before this offset are not meant for this table
   * @param from records from {@code first} to here are already accounted for
   * @param mark the table's mark when the run started, or 0 if it had none
   */
  public record TableFilter(long first, long from, long mark) {}

  /** Fast for the same object, which all records of a run share. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof GatedPartition partition
            && source.equals(partition.source)
            && counted == partition.counted
            && tables.equals(partition.tables));
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  /** Whether a record comes before the first one that is meant for a table. */
  public boolean isBefore(String table, long offset) {
    TableFilter filter = tables.get(table);
    return filter != null && offset < filter.first();
  }

  /** Whether a record is already accounted for in a table. */
  public boolean hasPlace(String table, long offset) {
    TableFilter filter = tables.get(table);
    return filter != null && offset < filter.from();
  }

  /** The offset below which neither a table nor the ledger needs a record. */
  public long neededFrom() {
    return Math.min(counted, neededByTablesFrom());
  }

  /** The offset below which no table needs a record. The ledger may still have to count some. */
  public long neededByTablesFrom() {
    return tables.values().stream().mapToLong(TableFilter::from).min().orElse(0);
  }

  /** The offset from which every table needs its records. */
  public long allNeededFrom() {
    return tables.values().stream().mapToLong(TableFilter::from).max().orElse(0);
  }

  /**
   * The offset at which reading continues. The state may be older than the tables, and Kafka may
   * have removed records that only the ledger needs.
   *
   * @param offset as Flink's state has it
   * @param logStart of the partition in Kafka
   */
  public long resumeAt(long offset, long logStart) {
    return Math.max(offset, Math.min(logStart, neededByTablesFrom()));
  }

  /** The marks of the tables and of the ledger when the run started, or 0. */
  public Map<String, Long> marks() {
    Map<String, Long> marks = new HashMap<>();
    tables.forEach((table, filter) -> marks.put(table, filter.mark()));
    marks.put(ledger, counted);
    return marks;
  }
}
