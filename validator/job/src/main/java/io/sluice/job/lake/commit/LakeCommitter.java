package io.sluice.job.lake.commit;

import io.sluice.failure.ConflictException;
import io.sluice.failure.SetUpException;
import io.sluice.job.lake.ledger.Ledger;
import io.sluice.job.lake.table.CheckedMarks;
import io.sluice.job.lake.table.Lake;
import io.sluice.job.lake.table.LakeErrors;
import io.sluice.job.lake.write.TaskMetrics;
import io.sluice.job.lake.write.WriterReport;
import io.sluice.job.lake.write.WrittenFile;
import io.sluice.job.mark.Marks;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.MetricPart;
import io.sluice.job.start.StartRaiser;
import io.sluice.job.start.StartsTopic;
import io.sluice.kafka.Caller;
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
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.iceberg.Table;

/**
 * Gathers what all writers did for a checkpoint and, once the checkpoint is complete, commits it.
 * Runs with parallelism 1. The order is what makes every crash safe to repeat:
 *
 * <ol>
 *   <li>Before the barrier, writers report their files ({@link #processElement}).
 *   <li>At the barrier, the reports become one commit for each table, which the checkpoint keeps
 *       ({@link PendingCommits#seal}).
 *   <li>Once the checkpoint is complete, each table gets its files and marks, and the ledger its
 *       entries after all of them. What has no new rows waits for every sixth checkpoint ({@link
 *       PendingCommits}).
 *   <li>Then what is known of starts is written ({@link StartRaiser}).
 *   <li>Last, the settled offsets are stored in Kafka ({@link SettledOffsets}).
 * </ol>
 */
public final class LakeCommitter extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<String, Void> {

  private static final long serialVersionUID = 1L;

  private final JobPlan plan;
  private transient ListState<String> state;
  private transient boolean isRestored;
  private transient Topics topics;
  private transient PendingCommits pending;
  private transient Lake lake;
  private transient TableCommitter committer;
  private transient SettledOffsets offsets;
  private transient StartsTopic starts;
  private transient Settler settler;
  private transient CommitOutage outage;
  private transient Completeness completeness;
  private transient LakeMetrics lakeMetrics;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState() and open() first
  public LakeCommitter(JobPlan plan) {
    this.plan = plan;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    isRestored = context.isRestored();
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("commits", Types.STRING));
    topics = new Topics(plan.contracts());
    pending = new PendingCommits(plan.lake().ledger());
    for (String saved : state.get()) {
      pending.restore(saved);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    TaskMetrics.register("committer", this);
    lake = new Lake(plan.lake().catalog());
    committer = new TableCommitter(plan.pipeline());
    Instruments instruments = new Instruments(MetricPart.COMMITTER, getMetricGroup());
    offsets = new SettledOffsets(plan, instruments);
    outage = new CommitOutage(instruments);
    Caller caller = isRestored ? Caller.JOB : Caller.FIRST_START;
    starts = new StartsTopic(plan.kafka(), plan.lake().catalogId(), caller);
    // before anything is written, or a broker might make the topic with settings of its own
    orStop(() -> starts.make());
    settler =
        new Settler(
            pending, this::commit, new StartRaiser(starts), offsets::store, plan.lake().ledger());
    completeness = new Completeness(plan);
    lakeMetrics = new LakeMetrics(instruments, plan.contracts());
    try {
      Ledger.prepare(lake, plan, plan.contracts());
      pending.forgetCounted(lake.marks(plan.lake().ledger()));
      for (String topic : topics.named()) {
        for (String name : topics.tablesOf(topic)) {
          lakeMetrics.expect(name, lake.find(name).orElse(null));
        }
      }
    } catch (ConflictException e) {
      throw new FlinkRuntimeException(new SuppressRestartsException(e));
    }
    // what the restored checkpoint holds belongs to it, so that checkpoint has completed
    orStop(() -> settler.upTo(Long.MAX_VALUE));
  }

  /** What is wrong from the start is not fixed by a restart. */
  private static void orStop(Runnable step) {
    try {
      step.run();
    } catch (SetUpException e) {
      throw new FlinkRuntimeException(new SuppressRestartsException(e));
    }
  }

  @Override
  public void processElement(StreamRecord<String> element) {
    pending.add(WriterReport.parse(element.getValue()));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    pending.seal(context.getCheckpointId(), topics);
    state.update(List.of(pending.save()));
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    try {
      orStop(() -> settler.upTo(checkpointId));
      outage.succeeded();
    } catch (ConflictException e) {
      throw new FlinkRuntimeException(new SuppressRestartsException(e));
    } catch (RuntimeException e) {
      if (!LakeErrors.mayPass(e)) {
        throw e;
      }
      // what is pending is part of the next checkpoint too, and safe to repeat
      outage.failed(checkpointId, e);
    }
  }

  private Map<String, String> commit(PendingCommits.Sealed sealed) {
    sealed.newest().forEach(completeness::passed);
    if (sealed.tables().isEmpty()) {
      return Map.of();
    }
    try {
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
    } catch (ConflictException e) {
      throw new FlinkRuntimeException(new SuppressRestartsException(e));
    }
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
      lakeMetrics.committed(commit.table(), files, Objects.requireNonNull(completeUpTo.get()));
    }
  }

  /**
   * The topics that feed a table: those that contracts name, and of patterns those in its marks.
   */
  private Set<String> topicsOf(String table, Marks marks) {
    Set<String> candidates = new HashSet<>(topics.named());
    marks.topics().values().forEach(topic -> candidates.add(topic.topic()));
    candidates.removeIf(
        topic ->
            !topics.isRead(topic)
                || !(table.equals(plan.lake().ledger()) || topics.tablesOf(topic).contains(table)));
    return candidates;
  }

  private static ConflictException gone(TableCommit commit) {
    return new ConflictException(
        "table "
            + commit.table()
            + " is gone, and rows for it are not committed. To read its topics again, start the"
            + " pipeline without state.");
  }

  @Override
  public void close() throws Exception {
    if (offsets != null) {
      offsets.close();
    }
    if (starts != null) {
      starts.close();
    }
    if (completeness != null) {
      completeness.close();
    }
    if (lake != null) {
      lake.close();
    }
    super.close();
  }
}
