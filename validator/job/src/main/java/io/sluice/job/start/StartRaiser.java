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
 * Keeps start records up with commits: raises the settled offset of tables whose marks stay where
 * they are, and notes which table it is once a table has a mark.
 */
public final class StartRaiser {

  private record Place(String table, SourcePartition partition) {}

  private final StartStore store;

  /** Tables whose record says already which table it is and that it has a mark. */
  private final Set<Place> marked = new HashSet<>();

  public StartRaiser(StartStore store) {
    this.store = store;
  }

  /**
   * A settled offset of a table that got no row.
   *
   * @param to every record below it has its place
   * @param base how far the table's mark was known to be, 0 where it may have none
   */
  public record Settled(long to, long base) {}

  /**
   * A commit that a table has.
   *
   * @param tableId the table's Iceberg UUID
   * @param marks the table's marks are at least here
   */
  public record Committed(String tableId, Map<SourcePartition, Long> marks) {

    /** Leaves marks of 0 out: such a commit changes nothing, so the table may have no mark. */
    public Committed {
      marks = new HashMap<>(marks);
      marks.values().removeIf(mark -> mark == 0);
    }
  }

  /** Keeps what a checkpoint has brought about, by table. */
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
    // only now: what could not be written is tried again
    marked.addAll(added);
  }

  private boolean areMarked(Map<String, Committed> committed) {
    return committed.entrySet().stream()
        .allMatch(
            entry ->
                entry.getValue().marks().keySet().stream()
                    .allMatch(partition -> marked.contains(new Place(entry.getKey(), partition))));
  }

  /** The entry may have been deleted, but what was settled is still settled. */
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
