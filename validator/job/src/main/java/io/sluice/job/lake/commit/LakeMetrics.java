package io.sluice.job.lake.commit;

import io.sluice.contract.Contract;
import io.sluice.contract.Contract.Mode;
import io.sluice.job.lake.write.WrittenFile;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import io.sluice.job.metric.TopicLabels;
import io.sluice.pipeline.Topics;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.metrics.Counter;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics of the committer: commits by table, and the current contracts. */
final class LakeMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(LakeMetrics.class);

  private final Instruments instruments;
  private final TopicLabels labels;
  private final Map<String, OfTable> tables = new HashMap<>();

  private final class OfTable {
    private final String name;
    private final Counter commits;
    private final Counter files;
    private final Counter rows;
    private volatile long lastCommit = System.currentTimeMillis() / 1000;
    private volatile long completeUpTo;
    private boolean measuresCompleteness;

    OfTable(String name) {
      this.name = name;
      this.commits = instruments.counter(Metric.COMMITS, name);
      this.files = instruments.counter(Metric.FILES_COMMITTED, name);
      this.rows = instruments.counter(Metric.ROWS_COMMITTED, name);
      instruments.gauge(Metric.LAST_COMMIT, () -> lastCommit, name);
    }

    void completeUpTo(long seconds) {
      completeUpTo = seconds;
      if (!measuresCompleteness) {
        measuresCompleteness = true;
        instruments.gauge(Metric.COMPLETE_UP_TO, () -> completeUpTo, name);
      }
    }
  }

  LakeMetrics(Instruments instruments, List<Contract> contracts) {
    this.instruments = instruments;
    this.labels = new TopicLabels(new Topics(contracts));
    for (Contract contract : contracts) {
      String contact = contract.contact();
      instruments.gauge(
          Metric.CONTRACT_INFO,
          () -> 1,
          contract.name(),
          contract.owner(),
          contact == null ? "none" : contact,
          contract.table().name(),
          contract.mode() == Mode.OBSERVE ? "observe" : "enforce",
          contract.rulesVersion());
    }
  }

  /**
   * Registers the metrics of a table at the start, so that a table without commits is visible.
   *
   * @param table null if it does not exist yet
   */
  void expect(String name, @Nullable Table table) {
    OfTable of = of(name);
    if (table == null) {
      return;
    }
    Snapshot newest = table.currentSnapshot();
    if (newest != null) {
      of.lastCommit = newest.timestampMillis() / 1000;
    }
    String upTo = table.properties().get(Completeness.PROPERTY);
    if (upTo != null) {
      try {
        of.completeUpTo(Instant.parse(upTo).getEpochSecond());
      } catch (DateTimeParseException e) {
        LOG.warn(
            "table {}: property {} is not a timestamp; the next commit will set it",
            name,
            Completeness.PROPERTY);
      }
    }
  }

  /**
   * Counts a commit.
   *
   * @param completeUpTo milliseconds since the epoch
   */
  void committed(String name, List<WrittenFile> added, OptionalLong completeUpTo) {
    OfTable of = of(name);
    of.commits.inc();
    for (WrittenFile written : added) {
      DataFile file = written.file();
      of.files.inc();
      of.rows.inc(file.recordCount());
    }
    of.lastCommit = System.currentTimeMillis() / 1000;
    completeUpTo.ifPresent(millis -> of.completeUpTo(millis / 1000));
  }

  private OfTable of(String name) {
    return tables.computeIfAbsent(labels.of(name), OfTable::new);
  }
}
