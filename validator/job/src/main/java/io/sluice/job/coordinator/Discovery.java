package io.sluice.job.coordinator;

import io.sluice.failure.ConflictException;
import io.sluice.job.deadletter.DeadLetterTopics;
import io.sluice.job.deadletter.TopicState;
import io.sluice.job.lake.table.Lake;
import io.sluice.job.start.Decision;
import io.sluice.job.start.PartitionStart;
import io.sluice.job.start.StartPlan;
import io.sluice.job.start.StartPlanner;
import io.sluice.job.start.StartsTopic;
import io.sluice.kafka.Caller;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.JobPlan;
import io.sluice.pipeline.Topics;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Discovers the topics of the contracts in Kafka, and plans where to start reading them. */
public final class Discovery implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

  private final JobPlan plan;
  private final Topics topics;
  private final KafkaAdmin admin;
  private final SourceLog log;
  private final DeadLetterTopics letters;
  private final StartsTopic book;
  private final StartPlanner planner;
  private boolean isBookMade;

  /**
   * Opens connections to Kafka.
   *
   * @param caller the caller; a command or a first start fails if a permission is missing
   */
  public Discovery(JobPlan plan, Caller caller) {
    this.plan = plan;
    this.topics = new Topics(plan.contracts());
    this.admin = KafkaAdmin.forJob(plan.kafka());
    this.log = new SourceLog(admin, topics);
    this.letters = new DeadLetterTopics(admin, topics);
    this.book = new StartsTopic(plan.kafka(), plan.lake().catalogId(), caller);
    this.planner = new StartPlanner(topics, plan.accepted());
  }

  /** All current partitions. */
  public Set<SourcePartition> partitions() {
    return log.look(Set.of()).partitions();
  }

  /**
   * The current topics of the contracts.
   *
   * @param known the same as for {@link SourceLog#look}
   */
  SourceLog.Look look(Set<String> known) {
    return log.look(known);
  }

  /** Checks the dead-letter topics for source topics, and creates those that are missing. */
  Map<String, TopicState> deadLetterTopics(Set<String> sources) {
    return letters.check(sources, true, line -> {});
  }

  /**
   * Plans where to start, without changing anything.
   *
   * @param all current partitions
   * @param unreadable topics that the job does not have permission to read
   * @param restored partitions that Flink's state has, with the offsets at which they were started
   */
  public StartPlan plan(
      Collection<SourcePartition> all,
      Set<String> unreadable,
      Collection<SourcePartition> added,
      Map<SourcePartition, Long> restored)
      throws IOException {
    try (Lake lake = new Lake(plan.lake().catalog())) {
      return planner.plan(
          new StartPlanner.Situation(
              all.stream().map(SourcePartition::topic).collect(Collectors.toSet()),
              unreadable,
              log.states(added, plan.startFrom()),
              restored,
              book.read(),
              lake::state,
              lake.marks(plan.lake().ledger())));
    }
  }

  /**
   * Decides where to start, and stores the decision before anything is read.
   *
   * @param look at the topics as they are now
   * @param restored the same as for {@link #plan}
   * @throws ConflictException if reading cannot start without losing records
   */
  List<PartitionStart> starts(
      SourceLog.Look look, Collection<SourcePartition> added, Map<SourcePartition, Long> restored)
      throws IOException {
    if (!isBookMade) {
      book.make();
      isBookMade = true;
    }
    StartPlan made = plan(look.partitions(), look.unreadable().keySet(), added, restored);
    requireNothingRefused(made);
    // before anything is written, so that a start that fails halfway has reported it
    made.notes().forEach(LOG::warn);
    made.write(book);
    return made.starts();
  }

  /**
   * Reports all conflicts of a plan at once.
   *
   * @throws ConflictException if there is any
   */
  public static void requireNothingRefused(StartPlan plan) {
    if (!plan.refused().isEmpty()) {
      throw new ConflictException(
          plan.refused().stream()
              .map(Decision.Refused::message)
              .distinct()
              .collect(Collectors.joining(System.lineSeparator())));
    }
  }

  @Override
  public void close() {
    book.close();
    admin.close();
  }
}
