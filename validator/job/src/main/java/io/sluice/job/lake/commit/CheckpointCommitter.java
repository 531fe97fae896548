package io.sluice.job.lake.commit;

import io.sluice.failure.ConflictException;
import io.sluice.job.lake.ledger.Ledger;
import io.sluice.job.lake.table.CheckedMarks;
import io.sluice.job.lake.table.Lake;
import io.sluice.job.lake.write.WrittenFile;
import io.sluice.job.mark.Marks;
import io.sluice.pipeline.JobPlan;
import io.sluice.pipeline.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.Table;

/** Commits a checkpoint to all its tables, and last to the ledger. */
final class CheckpointCommitter implements Settler.Commits {

  private final String ledger;
  private final Topics topics;
  private final Lake lake;
  private final TableCommitter committer;
  private final Completeness completeness;
  private final LakeMetrics metrics;

  CheckpointCommitter(
      JobPlan plan, Topics topics, Lake lake, Completeness completeness, LakeMetrics metrics) {
    this.ledger = plan.lake().ledger();
    this.topics = topics;
    this.lake = lake;
    this.committer = new TableCommitter(plan.pipeline());
    this.completeness = completeness;
    this.metrics = metrics;
  }

  /**
   * Commits a checkpoint.
   *
   * @throws ConflictException if a table is gone, or another writer moved its marks
   */
  @Override
  public Map<String, String> commit(PendingCommits.Sealed sealed) {
    sealed.newest().forEach(completeness::passed);
    if (sealed.tables().isEmpty()) {
      return Map.of();
    }
    Map<TableCommit, Table> tables = new LinkedHashMap<>();
    Map<String, String> ids = new HashMap<>();
    Set<String> feeding = new HashSet<>();
    for (TableCommit commit : sealed.tables()) {
      Table table = lake.find(commit.table()).orElseThrow(() -> gone(commit));
      tables.put(commit, table);
      ids.put(commit.table(), table.uuid().toString());
      feeding.addAll(topicsOf(commit.table(), CheckedMarks.of(table)));
    }
    Completeness.Ends ends = completeness.look(feeding);
    tables.forEach((commit, table) -> commit(commit, table, ends));
    return ids;
  }

  private void commit(TableCommit commit, Table table, Completeness.Ends ends) {
    List<WrittenFile> files = new ArrayList<>();
    commit.files().forEach(json -> files.add(WrittenFile.parse(table, json)));
    if (!commit.entries().isEmpty()) {
      files.add(new WrittenFile(table.schema().schemaId(), Ledger.file(table, commit.entries())));
    }
    AtomicReference<OptionalLong> completeUpTo = new AtomicReference<>(OptionalLong.empty());
    CommitDecision decision =
        committer.commit(
            table,
            commit,
            files,
            marks -> {
              OptionalLong upTo = completeness.of(marks, ends, topicsOf(commit.table(), marks));
              completeUpTo.set(upTo);
              return upTo;
            });
    if (decision != CommitDecision.ALREADY_IN) {
      metrics.committed(commit.table(), files, Objects.requireNonNull(completeUpTo.get()));
    }
  }

  /**
   * The topics that feed a table: those that contracts list, and those in its marks that match a
   * pattern.
   */
  private Set<String> topicsOf(String table, Marks marks) {
    Set<String> candidates = new HashSet<>(topics.named());
    marks.topics().values().forEach(topic -> candidates.add(topic.topic()));
    candidates.removeIf(
        topic ->
            !topics.isRead(topic)
                || !(table.equals(ledger) || topics.tablesOf(topic).contains(table)));
    return candidates;
  }

  private static ConflictException gone(TableCommit commit) {
    return new ConflictException(
        "table "
            + commit.table()
            + " is gone, so its pending rows cannot be committed. To read its topics again, start"
            + " the pipeline without state.");
  }
}
