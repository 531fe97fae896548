package io.sluice.job.coordinator;

import io.sluice.config.StartFrom;
import io.sluice.failure.OutageException;
import io.sluice.job.start.LogState;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics that contracts read, as Kafka reports them: partitions and offsets. */
public final class SourceLog {

  private static final Logger LOG = LoggerFactory.getLogger(SourceLog.class);
  private static final int PATIENCE_MILLIS = 10_000;

  private final KafkaAdmin admin;
  private final Topics topics;

  SourceLog(KafkaAdmin admin, Topics topics) {
    this.admin = admin;
    this.topics = topics;
  }

  /**
   * The current topics of the contracts.
   *
   * @param partitions of all topics that exist and that the user has permission to view
   * @param unreadable the reasons why topics cannot be read, keyed by topic; their partitions can
   *     be missing
   */
  record Look(Set<SourcePartition> partitions, Map<String, String> unreadable) {}

  /**
   * Finds the topics that contracts list, those that match their patterns, and their replay topics.
   *
   * @param known topics that are already read; a request by name distinguishes a topic that the
   *     user no longer has permission to view from a deleted one
   */
  Look look(Set<String> known) {
    Set<String> wanted = new LinkedHashSet<>(topics.named());
    wanted.addAll(known);
    wanted.addAll(topics.replayTopics());
    if (topics.hasPatterns()) {
      for (String topic : admin.get("the list of topics", admin.client().listTopics().names())) {
        if (topics.isRead(topic)) {
          wanted.add(topic);
        }
      }
    }
    return look(admin, wanted);
  }

  private static Look look(KafkaAdmin admin, Set<String> wanted) {
    Look look = new Look(new LinkedHashSet<>(), new TreeMap<>());
    descriptions(admin, wanted)
        .forEach(
            (name, topic) ->
                unreadable(admin, name, topic, look.partitions())
                    .ifPresent(reason -> look.unreadable().put(name, reason)));
    return look;
  }

  private static Map<String, KafkaFuture<TopicDescription>> descriptions(
      KafkaAdmin admin, Set<String> topics) {
    return admin
        .client()
        .describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
        .topicNameValues();
  }

  /** The reason why a topic cannot be read, if any. Adds its partitions to the given ones. */
  private static Optional<String> unreadable(
      KafkaAdmin admin,
      String name,
      KafkaFuture<TopicDescription> description,
      Set<SourcePartition> partitions) {
    String what = "topic " + name;
    return admin
        .ask(what, description)
        .fold(
            topic -> seen(topic, partitions),
            // it may still be created; the look at startup has already reported it
            missing -> Optional.empty(),
            denied ->
                Optional.of(
                    "no permission to view topic " + name + ". Grant Describe and Read on it."),
            refused -> {
              throw new OutageException(
                  "the Kafka request for " + what + " failed: " + refused.reason(),
                  refused.cause());
            });
  }

  /** Adds the partitions of a topic. Returns the reason why it cannot be read, if any. */
  private static Optional<String> seen(TopicDescription topic, Set<SourcePartition> partitions) {
    String name = topic.name();
    String id = topic.topicId().toString();
    topic.partitions().forEach(p -> partitions.add(new SourcePartition(name, id, p.partition())));
    Set<AclOperation> rights = topic.authorizedOperations();
    return rights == null || rights.contains(AclOperation.READ)
        ? Optional.empty()
        : Optional.of("no permission to read topic " + name + ". Grant Read on it.");
  }

  /**
   * The reasons why topics of the given partitions cannot be read, keyed by topic. Omits topics
   * that can be read, and those for which Kafka does not respond.
   */
  public static Map<String, String> unreadable(
      Map<String, String> kafka, Collection<SourcePartition> partitions) {
    Set<String> names = new LinkedHashSet<>();
    partitions.forEach(partition -> names.add(partition.topic()));
    Map<String, String> reasons = new TreeMap<>();
    Map<String, Throwable> silent = new TreeMap<>();
    try (KafkaAdmin admin = KafkaAdmin.forJob(kafka)) {
      descriptions(admin, names)
          .forEach(
              (name, topic) -> {
                try {
                  unreadable(admin, name, topic, new LinkedHashSet<>())
                      .ifPresent(reason -> reasons.put(name, reason));
                } catch (OutageException e) {
                  silent.put(name, e);
                }
              });
    } catch (OutageException e) {
      names.forEach(name -> silent.put(name, e));
    }
    if (!silent.isEmpty()) {
      LOG.warn(
          "cannot check for permission to read topics {}. First error: {}",
          String.join(", ", silent.keySet()),
          silent.values().iterator().next().getMessage());
    }
    return reasons;
  }

  /** The current offsets of partitions, with the offset that {@code startFrom} resolves to. */
  Map<SourcePartition, LogState> states(
      Collection<SourcePartition> partitions, StartFrom startFrom) {
    // first, so that nothing that is added later counts as missing
    Map<SourcePartition, Long> starts =
        offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    // an open transaction commits after now, so its records do not count as old
    Map<SourcePartition, Long> stable =
        offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    Map<SourcePartition, Long> ends =
        offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    Map<SourcePartition, Long> chosen =
        switch (startFrom.kind()) {
          case EARLIEST -> starts;
          case LATEST -> stable;
          case TIMESTAMP ->
              offsets(
                  partitions,
                  OffsetSpec.forTimestamp(startFrom.millis()),
                  IsolationLevel.READ_UNCOMMITTED);
        };
    Map<SourcePartition, LogState> states = new LinkedHashMap<>();
    for (SourcePartition partition : partitions) {
      long start = starts.getOrDefault(partition, 0L);
      long from = chosen.getOrDefault(partition, -1L);
      // for a time that no record has reached, the end of the partition
      long startOffset = from < 0 ? stable.getOrDefault(partition, start) : from;
      states.put(partition, new LogState(start, ends.getOrDefault(partition, start), startOffset));
    }
    return states;
  }

  /**
   * The range of offsets that Kafka has for a partition.
   *
   * @param end the offset after the last record
   */
  public record Range(long start, long end) {}

  /** The ranges of partitions. Omits partitions that do not answer within a few seconds. */
  public static Map<SourcePartition, Range> ranges(
      Map<String, String> kafka, Collection<SourcePartition> partitions) {
    Map<SourcePartition, Range> ranges = new HashMap<>();
    try (KafkaAdmin admin = KafkaAdmin.forJob(kafka)) {
      ListOffsetsOptions options = new ListOffsetsOptions().timeoutMs(PATIENCE_MILLIS);
      Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      for (SourcePartition partition : partitions) {
        earliest.put(name(partition), OffsetSpec.earliest());
        latest.put(name(partition), OffsetSpec.latest());
      }
      ListOffsetsResult starts = admin.client().listOffsets(earliest, options);
      ListOffsetsResult ends = admin.client().listOffsets(latest, options);
      for (SourcePartition partition : partitions) {
        try {
          String what = "the offsets of " + partition;
          long start = admin.get(what, starts.partitionResult(name(partition))).offset();
          long end = admin.get(what, ends.partitionResult(name(partition))).offset();
          ranges.put(partition, new Range(start, end));
        } catch (OutageException e) {
          LOG.warn("cannot get the offsets for {} from Kafka: {}", partition, "" + e.getCause());
        }
      }
    }
    return ranges;
  }

  private static TopicPartition name(SourcePartition partition) {
    return new TopicPartition(partition.topic(), partition.partition());
  }

  private Map<SourcePartition, Long> offsets(
      Collection<SourcePartition> partitions, OffsetSpec spec, IsolationLevel isolation) {
    Map<TopicPartition, SourcePartition> names =
        partitions.stream().collect(Collectors.toMap(SourceLog::name, p -> p));
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    names.keySet().forEach(partition -> wanted.put(partition, spec));
    Map<SourcePartition, Long> offsets = new HashMap<>();
    Map<TopicPartition, ListOffsetsResultInfo> found =
        admin.get(
            "topic offsets",
            admin.client().listOffsets(wanted, new ListOffsetsOptions(isolation)).all());
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> entry : found.entrySet()) {
      SourcePartition partition = names.get(entry.getKey());
      if (partition != null) {
        offsets.put(partition, entry.getValue().offset());
      }
    }
    return offsets;
  }
}
