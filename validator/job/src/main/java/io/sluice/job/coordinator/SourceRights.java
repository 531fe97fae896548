package io.sluice.job.coordinator;

import io.sluice.pipeline.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;

/** Looks for rights that a pipeline needs to read its topics and to say how far it is. */
public final class SourceRights {

  private static final String NO_TOPIC = "__sluice_no_such_topic";

  private SourceRights() {}

  /**
   * The rights that are missing on the topics that the contracts select, on their replay topics,
   * and on the consumer group.
   *
   * @return for people, one sentence each: what is missing, and what to grant
   * @throws ExecutionException where Kafka does not answer
   */
  public static List<String> missing(Admin admin, Topics topics, String pipeline)
      throws ExecutionException, InterruptedException {
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
  private static boolean isDenied(Admin admin, String group) throws InterruptedException {
    try {
      Void unused =
          admin
              .alterConsumerGroupOffsets(
                  group, Map.of(new TopicPartition(NO_TOPIC, 0), new OffsetAndMetadata(0)))
              .all()
              .get();
      return false;
    } catch (ExecutionException e) {
      // it always fails, most often because there is no such topic
      return e.getCause() instanceof GroupAuthorizationException;
    }
  }
}
