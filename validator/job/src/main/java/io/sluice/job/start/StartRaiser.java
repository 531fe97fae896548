package io.sluice.job.start;

import io.sluice.kafka.SourcePartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Updates start records after commits: raises the settled offset of tables whose marks do not move,
 * and stores the table ID once a table has a mark.
 */
public final class StartRaiser {

  private record Place(String table, SourcePartition partition) {}

  private final StartStore store;

  /** Tables whose record already has the table ID and a mark. */
  private final Set<Place> marked = new HashSet<>();

  public StartRaiser(StartStore store) {
    this.store = store;
  }

  /**
   * A settled offset of a table that got no row.
   *
   * @param to every record below it is accounted for
   * @param base how far the table's mark was known to be, 0 if it may have none
   */
  public record Settled(long to, long base) {}

  /**
   * A commit that was applied to a table.
   *
   * @param tableId the table's Iceberg UUID
   * @param marks the table's marks are at least here
   */
  public record Committed(String tableId, Map<SourcePartition, Long> marks) {

    /** Omits marks of 0: a commit at 0 changes nothing, so the table may have no mark. */
    public Committed {
      marks = new HashMap<>(marks);
      marks.values().removeIf(mark -> mark == 0);
    }
  }

  /** Stores the results of a checkpoint, by table. */
  public void raise(
      Map<String, Map<SourcePartition, Settled>> settled, Map<String, Committed> committed) {
    if (settled.isEmpty() && areMarked(committed)) {
      return;
    }
    StartBook book = store.read();
    List<StartBook.Entry> entries = new ArrayList<>();
    List<Place> added = new ArrayList<>();
    settled.forEach(
        (table, partitions) ->
            partitions.forEach(
                (partition, to) ->
                    put(
                        book,
                        entries,
                        table,
                        partition,
                        known(book, table, partition).raised(to.to(), to.base()))));
    committed.forEach(
        (table, commit) ->
            commit
                .marks()
                .forEach(
                    (partition, mark) -> {
                      Place place = new Place(table, partition);
                      if (!marked.contains(place)) {
                        added.add(place);
                        StartRecord record = known(book, table, partition);
                        if (!record.hasMarkOf(commit.tableId())) {
                          put(
                              book,
                              entries,
                              table,
                              partition,
                              record.marked(commit.tableId(), mark));
                        }
                      }
                    }));
    store.write(entries);
    // only now, so that a failed write is tried again
    marked.addAll(added);
  }

  private boolean areMarked(Map<String, Committed> committed) {
    return committed.entrySet().stream()
        .allMatch(
            entry ->
                entry.getValue().marks().keySet().stream()
                    .allMatch(partition -> marked.contains(new Place(entry.getKey(), partition))));
  }

  /** The known record. Its entry may have been deleted, but settled offsets stay settled. */
  private static StartRecord known(StartBook book, String table, SourcePartition partition) {
    StartRecord record = book.record(table, partition);
    return record == null ? StartRecord.at(null, 0) : record;
  }

  private static void put(
      StartBook book,
      List<StartBook.Entry> entries,
      String table,
      SourcePartition partition,
      StartRecord record) {
    if (!Objects.equals(book.record(table, partition), record)) {
      entries.add(book.entry(table, partition, record));
    }
  }
}
