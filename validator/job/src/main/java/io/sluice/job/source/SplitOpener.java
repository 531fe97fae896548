package io.sluice.job.source;

import io.sluice.failure.ConflictException;
import io.sluice.job.coordinator.SourceLog;
import io.sluice.job.handover.GatedPartition;
import io.sluice.job.handover.GatedPartition.TableFilter;
import io.sluice.job.lake.table.Lake;
import io.sluice.job.split.GateSplit;
import io.sluice.job.start.StartBook;
import io.sluice.job.start.StartsTopic;
import io.sluice.job.start.TableStart;
import io.sluice.job.start.TableState;
import io.sluice.kafka.Caller;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.JobPlan;
import io.sluice.pipeline.Topics;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Determines the records that tables need from the splits of a reader, and where reading continues.
 * A split from an older state may start with records that tables already have and Kafka no longer
 * has. It queries the catalog and Kafka on the task's thread, which blocks barriers, so it receives
 * all new splits at once.
 */
final class SplitOpener {

  private final JobPlan plan;
  private final Topics topics;
  private final Map<String, TableState> tables = new HashMap<>();

  SplitOpener(JobPlan plan, Topics topics) {
    this.plan = plan;
    this.topics = topics;
  }

  /**
   * The splits, at the offsets where reading continues, with the records that tables need.
   *
   * @throws ConflictException if a table lacks what the splits rely on, or Kafka lacks what it
   *     needs
   */
  Map<GateSplit, GatedPartition> open(List<GateSplit> splits) {
    if (splits.isEmpty()) {
      return Map.of();
    }
    // the tables can have changed since the last splits
    tables.clear();
    try (Lake lake = new Lake(plan.lake().catalog())) {
      Map<SourcePartition, SourceLog.Range> ranges =
          SourceLog.ranges(plan.kafka(), splits.stream().map(GateSplit::partition).toList());
      StartBook book = book();
      Map<GateSplit, GatedPartition> opened = new LinkedHashMap<>();
      for (GateSplit split : splits) {
        GatedPartition partition = gated(split, book, lake);
        SourceLog.Range range = ranges.get(split.partition());
        // a partition without a leader has no range; its reader waits for it
        opened.put(range == null ? split : resumed(split, partition, range), partition);
      }
      return opened;
    } catch (IOException e) {
      throw new FlinkRuntimeException("the catalog could not be closed", e);
    }
  }

  /** The reasons why topics of splits cannot be read, keyed by topic. Empty if all can be read. */
  Map<String, String> unreadable(List<GateSplit> splits) {
    if (splits.isEmpty()) {
      return Map.of();
    }
    return SourceLog.unreadable(plan.kafka(), splits.stream().map(GateSplit::partition).toList());
  }

  private static GateSplit resumed(
      GateSplit split, GatedPartition partition, SourceLog.Range range) {
    long offset = partition.resumeAt(split.offset(), range.start());
    if (offset < range.start()) {
      throw removedUnread(partition, offset, range.start());
    }
    if (offset > range.end()) {
      throw new ConflictException(
          "reading continues at offset "
              + offset
              + " of "
              + partition.source()
              + ", but Kafka has offsets only up to "
              + range.end()
              + ": the end of the topic was truncated, and new records will reuse offsets that"
              + " tables already have. Start with --without-state. The error then lists the"
              + " tables.");
    }
    return split.at(offset);
  }

  private static ConflictException removedUnread(
      GatedPartition partition, long offset, long logStart) {
    return new ConflictException(
        "reading continues at offset "
            + offset
            + " of "
            + partition.source()
            + ", but Kafka's log starts at "
            + logStart
            + ": offsets "
            + offset
            + " to "
            + (logStart - 1)
            + " were removed before they were read. Nothing was skipped. Start with"
            + " --without-state. The error then lists what each table is missing and how to accept"
            + " the loss.");
  }

  private StartBook book() {
    try (StartsTopic topic = new StartsTopic(plan.kafka(), plan.lake().catalogId(), Caller.JOB)) {
      return topic.read();
    }
  }

  private GatedPartition gated(GateSplit split, StartBook book, Lake lake) {
    SourcePartition partition = split.partition();
    Map<String, TableFilter> filters = new HashMap<>();
    for (String table : topics.tablesOf(partition.topic())) {
      TableStart start = split.starts().getOrDefault(table, TableStart.BEGINNING);
      TableState state = tables.computeIfAbsent(table, lake::state);
      filters.put(table, start.filter(table, partition, state, book.record(table, partition)));
    }
    String ledger = plan.lake().ledger();
    long counted = tables.computeIfAbsent(ledger, lake::state).marks().of(partition).orElse(0);
    return new GatedPartition(partition, filters, ledger, counted);
  }
}
