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

/**
 * Checks the permissions that a pipeline needs to read its topics and to store its settled offsets.
 */
public final class SourceRights {

  private static final String NO_TOPIC = "__sluice_no_such_topic";

  private SourceRights() {}

  /**
   * The missing permissions on the selected topics, on their replay topics, and on the consumer
   * group.
   *
   * @return human-readable texts: what is missing and what to grant
   * @throws OutageException if Kafka does not respond
   */
  public static List<String> missing(KafkaAdmin admin, Topics topics, String pipeline) {
    List<String> missing =
        new ArrayList<>(new SourceLog(admin, topics).look(Set.of()).unreadable().values());
    String group = "sluice-" + pipeline;
    if (isDenied(admin, group)) {
      missing.add(
          "no permission to store settled offsets in consumer group "
              + group
              + ". Grant Read and Describe on the group.");
    }
    return missing;
  }

  /**
   * Whether the permission on the group is missing. The broker checks it before it looks for the
   * topic.
   */
  private static boolean isDenied(KafkaAdmin admin, String group) {
    try {
      return admin
          .ask(
              "consumer group " + group,
              admin
                  .client()
                  .alterConsumerGroupOffsets(
                      group, Map.of(new TopicPartition(NO_TOPIC, 0), new OffsetAndMetadata(0)))
                  .all())
          .fold(given -> false, missing -> false, Answer.Denied::isOfGroup, refused -> false);
    } catch (OutageException e) {
      // the group coordinator may not exist yet; the job notices a missing permission when it
      // stores offsets
      return false;
    }
  }
}
