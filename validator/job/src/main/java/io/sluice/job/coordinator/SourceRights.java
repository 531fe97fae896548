package io.sluice.job.coordinator;

import io.sluice.failure.OutageException;
import io.sluice.kafka.Answer;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.pipeline.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Looks for rights that a pipeline needs to read its topics and to say how far it is. */
public final class SourceRights {

  private static final String NO_TOPIC = "__sluice_no_such_topic";

  private SourceRights() {}

  /**
   * The rights that are missing on the topics that the contracts select, on their replay topics,
   * and on the consumer group.
   *
   * @return for people, one sentence each: what is missing, and what to grant
   * @throws OutageException where Kafka does not answer
   */
  public static List<String> missing(KafkaAdmin admin, Topics topics, String pipeline) {
    List<String> missing =
        new ArrayList<>(new SourceLog(admin, topics).look(Set.of()).unreadable().values());
    String group = "sluice-" + pipeline;
    if (isDenied(admin, group)) {
      missing.add(
          "no right to store settled offsets in consumer group "
              + group
              + ". Grant Read and Describe on the group.");
    }
    return missing;
  }

  /** The broker looks at the right on the group before it looks for the topic. */
  private static boolean isDenied(KafkaAdmin admin, String group) {
    try {
      return admin
          .ask(
              "group " + group,
              admin
                  .client()
                  .alterConsumerGroupOffsets(
                      group, Map.of(new TopicPartition(NO_TOPIC, 0), new OffsetAndMetadata(0)))
                  .all())
          .fold(given -> false, missing -> false, Answer.Denied::isOfGroup, refused -> false);
    } catch (OutageException e) {
      // the group's coordinator may not be there yet; the right is asked for again when it is used
      return false;
    }
  }
}
