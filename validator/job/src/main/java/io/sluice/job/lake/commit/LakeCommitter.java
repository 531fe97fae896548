package io.sluice.job.lake.commit;

import io.sluice.failure.ConflictException;
import io.sluice.failure.Failure;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.job.lake.ledger.Ledger;
import io.sluice.job.lake.table.Lake;
import io.sluice.job.lake.table.LakeErrors;
import io.sluice.job.lake.write.TaskMetrics;
import io.sluice.job.lake.write.WriterReport;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.MetricPart;
import io.sluice.job.start.StartRaiser;
import io.sluice.job.start.StartsTopic;
import io.sluice.kafka.Caller;
import io.sluice.pipeline.JobPlan;
import io.sluice.pipeline.Topics;
import java.util.List;
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

/**
 * Collects the reports of all writers for a checkpoint, and commits them once the checkpoint is
 * complete. Runs with parallelism 1. The order makes every step safe to repeat after a crash:
 *
 * <ol>
 *   <li>Before the barrier, writers report their files ({@link #processElement}).
 *   <li>At the barrier, the reports become one commit for each table, which the checkpoint keeps
 *       ({@link PendingCommits#seal}).
 *   <li>Once the checkpoint is complete, each table gets its files and marks, and the ledger its
 *       entries after all of them. Tables without new rows wait for every sixth checkpoint ({@link
 *       PendingCommits}).
 *   <li>Then the start records are updated ({@link StartRaiser}).
 *   <li>Last, the settled offsets are stored in Kafka ({@link SettledOffsets}).
 * </ol>
 */
public final class LakeCommitter extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<String, Void> {

  private static final long serialVersionUID = 1L;

  private final JobPlan plan;
  private transient ListState<String> state;
  private transient boolean isRestored;
  private transient long restoredCheckpoint;
  private transient Topics topics;
  private transient PendingCommits pending;
  private transient Lake lake;
  private transient SettledOffsets offsets;
  private transient StartsTopic starts;
  private transient Settler settler;
  private transient CommitOutage outage;
  private transient Completeness completeness;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState() and open() first
  public LakeCommitter(JobPlan plan) {
    this.plan = plan;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    isRestored = context.isRestored();
    restoredCheckpoint = context.getRestoredCheckpointId().orElse(0);
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
    Instruments instruments = new Instruments(MetricPart.COMMITTER, getMetricGroup());
    offsets = new SettledOffsets(plan, instruments);
    outage = new CommitOutage(instruments);
    Caller caller = isRestored ? Caller.JOB : Caller.FIRST_START;
    starts = new StartsTopic(plan.kafka(), plan.lake().catalogId(), caller);
    // before anything is written, or the broker might create the topic with its own settings
    orStop(() -> orLater(starts::make));
    completeness = new Completeness(plan);
    LakeMetrics metrics = new LakeMetrics(instruments, plan.contracts());
    settler =
        new Settler(
            pending,
            new CheckpointCommitter(plan, topics, lake, completeness, metrics),
            new StartRaiser(starts),
            offsets::store,
            plan.lake().ledger());
    orStop(
        () -> {
          Ledger.prepare(lake, plan, plan.contracts());
          pending.forgetCounted(lake.marks(plan.lake().ledger()));
          for (String topic : topics.named()) {
            for (String name : topics.tablesOf(topic)) {
              metrics.expect(name, lake.find(name).orElse(null));
            }
          }
          // the restored checkpoint has completed, so its commits are due
          orLater(() -> settler.upTo(Long.MAX_VALUE));
        });
  }

  /**
   * Runs a step, or postpones it if the job resumes and does not have permission to write to the
   * starts topic.
   */
  private void orLater(Runnable step) {
    try {
      step.run();
    } catch (OutageException e) {
      if (!isRestored) {
        throw e;
      }
      outage.failed(restoredCheckpoint, e);
    }
  }

  private static void orStop(Runnable step) {
    try {
      step.run();
    } catch (SetUpException | ConflictException e) {
      throw stop(e);
    }
  }

  /** Stops the job, because a restart would not help. */
  private static FlinkRuntimeException stop(Failure failure) {
    return new FlinkRuntimeException(new SuppressRestartsException(failure));
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
      settler.upTo(checkpointId);
      outage.succeeded();
    } catch (SetUpException | ConflictException e) {
      throw stop(e);
    } catch (RuntimeException e) {
      if (!LakeErrors.mayPass(e)) {
        throw e;
      }
      // pending commits are part of the next checkpoint too, and safe to repeat
      outage.failed(checkpointId, e);
    }
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
