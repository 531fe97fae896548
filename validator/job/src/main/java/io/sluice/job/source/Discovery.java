package io.sluice.job.source;

import io.sluice.config.StartFrom;
import io.sluice.job.ConflictException;
import io.sluice.job.JobPlan;
import io.sluice.job.SourcePartition;
import io.sluice.job.Topics;
import io.sluice.job.deadletter.DeadLetterTopics;
import io.sluice.job.lake.Lake;
import io.sluice.job.lake.Marks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks in Kafka for the topics of the contracts, and in the tables for where to start on them. */
final class Discovery implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

  private final JobPlan plan;
  private final Topics topics;
  private final Admin admin;
  private final StartPoints startPoints;

  Discovery(JobPlan plan) {
    this.plan = plan;
    this.topics = new Topics(plan.parseContracts());
    Properties properties = new Properties();
    properties.putAll(plan.kafka());
    this.admin = Admin.create(properties);
    this.startPoints = new StartPoints(admin, plan);
  }

  /** All partitions that there are now. */
  Set<SourcePartition> partitions() throws ExecutionException, InterruptedException {
    Set<String> wanted = new LinkedHashSet<>(topics.named());
    wanted.addAll(topics.replayTopics());
    if (topics.hasPatterns()) {
      for (String topic : admin.listTopics().names().get()) {
        if (!topics.contractsOf(topic).isEmpty()) {
          wanted.add(topic);
        }
      }
    }
    Set<SourcePartition> found = new LinkedHashSet<>();
    for (KafkaFuture<TopicDescription> future :
        admin.describeTopics(wanted).topicNameValues().values()) {
      try {
        TopicDescription topic = future.get();
        topic
            .partitions()
            .forEach(
                partition ->
                    found.add(
                        new SourcePartition(
                            topic.name(), topic.topicId().toString(), partition.partition())));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
        // the topic may still be made; a look at start-up has said so already
      }
    }
    return found;
  }

  /** Makes the dead-letter topics of source topics that appeared while the pipeline runs. */
  void makeDeadLetterTopics(Set<SourcePartition> added)
      throws ExecutionException, InterruptedException {
    Set<String> sources = new LinkedHashSet<>();
    added.forEach(partition -> sources.add(partition.topic()));
    List<String> done = new ArrayList<>();
    new DeadLetterTopics(admin, topics, done)
        .check(admin.listTopics().names().get(), sources, true);
    done.forEach(LOG::info);
  }

  /**
   * Where to start on partitions that nothing was read of yet.
   *
   * @param fresh topics for which {@code startFrom} decides; a new partition of another topic
   *     starts at its beginning
   */
  List<GateSplit> starts(Set<SourcePartition> partitions, Set<String> fresh)
      throws ExecutionException, InterruptedException, IOException {
    Map<String, Marks> marks = new HashMap<>();
    Marks ledger;
    try (Lake lake = new Lake(plan.lake().catalog())) {
      for (SourcePartition partition : partitions) {
        topics
            .tablesOf(partition.topic())
            .forEach(table -> marks.computeIfAbsent(table, lake::marks));
      }
      ledger = lake.marks(plan.lake().ledger());
    }
    Map<SourcePartition, Long> beginnings = offsets(partitions, OffsetSpec.earliest());
    Map<SourcePartition, Long> chosen = new HashMap<>(beginnings);
    Set<SourcePartition> byChoice = new LinkedHashSet<>(partitions);
    byChoice.removeIf(partition -> !fresh.contains(partition.topic()));
    chosen.putAll(startPoints.chosen(byChoice, offsets(byChoice, spec(plan.startFrom()))));
    Map<SourcePartition, Long> stored = startPoints.stored(partitions);
    Map<SourcePartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    List<GateSplit> splits = new ArrayList<>();
    for (SourcePartition partition : partitions) {
      long beginning = beginnings.getOrDefault(partition, 0L);
      long start = Long.MAX_VALUE;
      for (String table : topics.tablesOf(partition.topic())) {
        start =
            Math.min(
                start,
                start(
                    partition,
                    marks.getOrDefault(table, Marks.NONE),
                    table,
                    beginning,
                    chosen,
                    stored,
                    ends));
      }
      // the ledger may lag behind the tables: what it lacks is counted, not stored again
      long counted = Math.max(beginning, ledger.of(partition).orElse(Long.MAX_VALUE));
      splits.add(new GateSplit(partition, Math.min(start, counted)));
    }
    return splits;
  }

  private long start(
      SourcePartition partition,
      Marks marks,
      String table,
      long beginning,
      Map<SourcePartition, Long> chosen,
      Map<SourcePartition, Long> stored,
      Map<SourcePartition, Long> ends) {
    if (marks.of(partition).isPresent()) {
      return inRange(
          partition,
          marks.of(partition).getAsLong(),
          table,
          beginning,
          ends.getOrDefault(partition, 0L));
    }
    if (marks.topics().containsKey(partition.topicId())) {
      // the table is there, and no record of this partition below the settled offset is missing in
      // it
      return Math.max(beginning, stored.getOrDefault(partition, beginning));
    }
    if (marks.knows(partition.topic())) {
      throw new ConflictException(
          "topic "
              + partition.topic()
              + " was deleted and made anew since table "
              + table
              + " was written: its id is now "
              + partition.topicId()
              + ". Offsets begin anew, so the marks of the table say nothing about it. If the new"
              + " topic is meant to go on into the same table, remove the old topic's id from the"
              + " table property "
              + Marks.PROPERTY
              + " and start without state; 'startFrom' then decides where.");
    }
    long start = chosen.getOrDefault(partition, -1L);
    return start < 0 ? ends.getOrDefault(partition, beginning) : start;
  }

  /** A mark that Kafka can still serve. */
  private static long inRange(
      SourcePartition partition, long mark, String table, long beginning, long end) {
    if (mark < beginning || mark > end) {
      throw new ConflictException(
          "table "
              + table
              + " goes on at offset "
              + mark
              + " of "
              + partition
              + ", but Kafka has offsets "
              + beginning
              + " to "
              + end
              + (mark < beginning
                  ? ": retention removed records before they were read."
                  : ": the topic has lost its end.")
              + " Nothing was skipped. To accept the gap, set the mark in the table property "
              + Marks.PROPERTY
              + " and start without state.");
    }
    return mark;
  }

  private static OffsetSpec spec(StartFrom startFrom) {
    return switch (startFrom.kind()) {
      case EARLIEST -> OffsetSpec.earliest();
      case LATEST -> OffsetSpec.latest();
      case TIMESTAMP -> OffsetSpec.forTimestamp(startFrom.millis());
    };
  }

  private Map<SourcePartition, Long> offsets(Set<SourcePartition> partitions, OffsetSpec spec)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, SourcePartition> names =
        partitions.stream()
            .collect(Collectors.toMap(p -> new TopicPartition(p.topic(), p.partition()), p -> p));
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    names.keySet().forEach(partition -> wanted.put(partition, spec));
    Map<SourcePartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> entry :
        admin.listOffsets(wanted).all().get().entrySet()) {
      SourcePartition partition = names.get(entry.getKey());
      if (partition != null) {
        offsets.put(partition, entry.getValue().offset());
      }
    }
    return offsets;
  }

  @Override
  public void close() {
    admin.close();
  }
}
