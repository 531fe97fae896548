package io.sluice.job.lake.commit;

import io.sluice.failure.OutageException;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.JobPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the settled offsets as the committed offsets of the pipeline's consumer group. Kafka's
 * tools then show the lag. Sluice never decides anything from them.
 */
final class SettledOffsets implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SettledOffsets.class);

  /**
   * The interval after which offsets are stored again, because Kafka deletes old ones, even for
   * idle partitions.
   */
  private static final Duration REFRESH = Duration.ofSeconds(30);

  /** Commits wait for it. */
  private static final int PATIENCE_MILLIS = 10_000;

  private final KafkaAdmin admin;
  private final String group;
  private final Map<TopicPartition, OffsetAndMetadata> own = new HashMap<>();

  /** The offsets that could not be stored yet. */
  private final Map<SourcePartition, Long> unstored = new HashMap<>();

  private volatile long failingSince;
  private @Nullable Map<TopicPartition, OffsetAndMetadata> stored;
  private long refreshed = System.nanoTime();

  SettledOffsets(JobPlan plan, Instruments instruments) {
    this.admin = KafkaAdmin.forJob(plan.kafka());
    this.group = "sluice-" + plan.pipeline();
    instruments.gauge(Metric.SETTLED_OFFSETS_FAILING, () -> failingSince == 0 ? 0 : 1);
  }

  /**
   * Stores offsets. It never lowers a stored offset, so a start from an older checkpoint changes
   * nothing. It stores old offsets again. The metadata of each offset is the topic ID. A failure
   * does not stop the job: it is logged once, and the next call tries again.
   */
  void store(Map<SourcePartition, Long> positions) {
    unstored.putAll(positions);
    try {
      raise();
      unstored.clear();
      if (failingSince != 0) {
        LOG.info(
            "the settled offsets are being stored in group {} again, after {} s",
            group,
            (System.currentTimeMillis() - failingSince) / 1_000);
        failingSince = 0;
      }
    } catch (OutageException e) {
      failed(e);
    }
  }

  /** Logs the failure once. The next checkpoint tries again. */
  private void failed(OutageException outage) {
    stored = null;
    if (failingSince != 0) {
      return;
    }
    failingSince = System.currentTimeMillis();
    LOG.warn(
        "the settled offsets cannot be stored in consumer group {}: {}. {} Tables are still"
            + " being written, but the group's committed offsets do not advance. Runbook:"
            + " docs/runbooks/SluiceSettledOffsetsFailing.md",
        group,
        KafkaAdmin.reason(outage.getCause() == null ? outage : outage.getCause()),
        KafkaAdmin.isDenial(outage)
            ? "Grant Read and Describe on the group, and Read on the topics."
            : "The next checkpoint will try again.");
  }

  private void raise() {
    Map<TopicPartition, OffsetAndMetadata> before = stored();
    Map<TopicPartition, OffsetAndMetadata> raised = new HashMap<>();
    unstored.forEach(
        (partition, offset) -> {
          TopicPartition name = new TopicPartition(partition.topic(), partition.partition());
          OffsetAndMetadata known = before.get(name);
          if (isNews(known, partition, offset)) {
            OffsetAndMetadata news = new OffsetAndMetadata(offset, partition.topicId());
            raised.put(name, news);
            own.put(name, news);
          } else if (known != null) {
            own.put(name, known);
          }
        });
    if (System.nanoTime() - refreshed > REFRESH.toNanos()) {
      refreshed = System.nanoTime();
      raised.putAll(own);
    }
    if (raised.isEmpty()) {
      return;
    }
    var result =
        admin
            .client()
            .alterConsumerGroupOffsets(
                group, raised, new AlterConsumerGroupOffsetsOptions().timeoutMs(PATIENCE_MILLIS));
    OutageException refused = null;
    for (TopicPartition name : raised.keySet()) {
      try {
        Void unused = admin.get("consumer group " + group, result.partitionResult(name));
        before.put(name, raised.get(name));
      } catch (OutageException e) {
        // perhaps for only one topic; the others are stored
        refused = e;
      }
    }
    if (refused != null) {
      throw refused;
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> stored() {
    Map<TopicPartition, OffsetAndMetadata> known = stored;
    if (known == null) {
      known =
          new HashMap<>(
              admin.get(
                  "consumer group " + group,
                  admin
                      .client()
                      .listConsumerGroupOffsets(
                          group, new ListConsumerGroupOffsetsOptions().timeoutMs(PATIENCE_MILLIS))
                      .partitionsToOffsetAndMetadata()));
      stored = known;
    }
    return known;
  }

  private static boolean isNews(
      @Nullable OffsetAndMetadata before, SourcePartition partition, long offset) {
    return before == null
        || !before.metadata().equals(partition.topicId())
        || before.offset() < offset;
  }

  @Override
  public void close() {
    admin.close();
  }
}
