package io.sluice.job;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A partition as one run of the job reads it.
 *
 * @param filteredBy per table that the partition feeds: the mark below which the gate lets no row
 *     pass, since the table has them
 */
public record GatedPartition(SourcePartition source, Map<String, Long> filteredBy) {

  /** Quick where it is the same object, as it is for all records of one run. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof GatedPartition partition
            && source.equals(partition.source)
            && filteredBy.equals(partition.filteredBy));
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  /** The mark of a table; 0 where it has none. */
  public long markOf(String table) {
    return filteredBy.getOrDefault(table, 0L);
  }

  /** Everything below this offset is in all tables. */
  public long everywhereBelow() {
    long least = Long.MAX_VALUE;
    for (long mark : filteredBy.values()) {
      least = Math.min(least, mark);
    }
    return filteredBy.isEmpty() ? 0 : least;
  }
}
