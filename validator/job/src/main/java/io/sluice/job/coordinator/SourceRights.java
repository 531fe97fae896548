package io.sluice.job.coordinator;

import io.sluice.failure.OutageException;
import io.sluice.kafka.Answer;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.pipeline.Topics;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Checks the permissions that a pipeline needs to read its topics and to store its settled offsets.
 */
public final class SourceRights {

  private static final String NO_TOPIC = "__sluice_no_such_topic";

  private SourceRights() {}

  /**
   * What is missing.
   *
   * @param topics the permissions to grant, as text, by topic; a topic that is not visible to this
   *     user is among them even though Kafka's list of topics omits it
   * @param group the permissions to grant on the consumer group, as text, or null
   */
  public record Missing(Map<String, String> topics, @Nullable String group) {}

  /**
   * The missing permissions on the selected topics, on their replay topics, and on the consumer
   * group.
   *
   * @throws OutageException if Kafka does not respond
   */
  public static Missing missing(KafkaAdmin admin, Topics topics, String pipeline) {
    String group = "sluice-" + pipeline;
    return new Missing(
        new SourceLog(admin, topics).look(Set.of()).unreadable(),
        isDenied(admin, group)
            ? "no permission to store settled offsets in consumer group "
                + group
                + ". Grant Read and Describe on the group."
            : null);
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
