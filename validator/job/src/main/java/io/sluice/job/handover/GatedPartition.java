package io.sluice.job.handover;

import io.sluice.kafka.SourcePartition;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A partition as one run of the job reads it.
 *
 * @param tables by name, the tables that the partition feeds and what they need of it
 * @param ledger the pipeline's ledger
 * @param counted the ledger's mark: records below it are counted already
 */
public record GatedPartition(
    SourcePartition source, Map<String, TableFilter> tables, String ledger, long counted) {

  /**
   * What a table needs of a partition.
   *
   * @param first records before this offset are not meant for this table
   * @param from records from {@code first} to here have their place already
   * @param mark the table's mark when the run started, 0 where it had none
   */
  public record TableFilter(long first, long from, long mark) {}

  /** Quick where it is the same object, as it is for all records of one run. */
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

  /** Whether a record of a table has its place already. */
  public boolean hasPlace(String table, long offset) {
    TableFilter filter = tables.get(table);
    return filter != null && offset < filter.from();
  }

  /** No record below this offset is needed by any table or by the ledger. */
  public long neededFrom() {
    return Math.min(counted, neededByTablesFrom());
  }

  /**
   * No record below this offset is needed by any table; the ledger may still have to count some.
   */
  public long neededByTablesFrom() {
    return tables.values().stream().mapToLong(TableFilter::from).min().orElse(0);
  }

  /** Every table needs its records from this offset on. */
  public long allNeededFrom() {
    return tables.values().stream().mapToLong(TableFilter::from).max().orElse(0);
  }

  /**
   * Where to go on reading. State may be older than the tables, and what only the ledger would
   * count may be gone.
   *
   * @param offset as Flink's state has it
   * @param logStart of the partition in Kafka
   */
  public long resumeAt(long offset, long logStart) {
    return Math.max(offset, Math.min(logStart, neededByTablesFrom()));
  }

  /** The marks of the tables and of the ledger when the run started; 0 where there was none. */
  public Map<String, Long> marks() {
    Map<String, Long> marks = new HashMap<>();
    tables.forEach((table, filter) -> marks.put(table, filter.mark()));
    marks.put(ledger, counted);
    return marks;
  }
}
