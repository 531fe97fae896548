package io.sluice.job.start;

import io.sluice.kafka.SourcePartition;
import java.util.ArrayList;
import java.util.List;

/**
 * The plan for where a pipeline starts, with the records to store before the first record is read.
 *
 * @param starts of the added partitions; incomplete if a start was refused
 * @param records for the book of starts, to be written before anything is read
 * @param selections for the book too, to be written together with the records: after a start that
 *     fails halfway, the topics must still count as new
 * @param notes human-readable notes on missing topics and missing records
 */
public record StartPlan(
    List<PartitionStart> starts,
    List<Decision.Refused> refused,
    List<StartBook.Entry> records,
    List<StartBook.Entry> selections,
    List<String> notes) {

  StartPlan() {
    this(
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  /** Stores everything that must be stored before anything is read. */
  public void write(StartStore store) {
    store.write(records);
    store.write(selections);
  }

  void noteMissing(String table, SourcePartition partition, Decision.Begin begin) {
    if (begin.missing() > 0) {
      long from = begin.start().from();
      notes.add(
          "table "
              + table
              + " will lack offsets "
              + (from - begin.missing())
              + " to "
              + (from - 1)
              + " of "
              + partition
              + ": Kafka no longer has them");
    }
  }

  void remember(StartBook book, String table, SourcePartition partition, StartRecord record) {
    if (!record.equals(book.record(table, partition))) {
      records.add(book.entry(table, partition, record));
    }
  }
}
