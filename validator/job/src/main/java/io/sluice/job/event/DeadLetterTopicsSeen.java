package io.sluice.job.event;

import io.sluice.job.deadletter.TopicState;
import java.util.LinkedHashMap;
import org.apache.flink.api.connector.source.SourceEvent;

/** The state of the dead-letter topics, sent to readers. */
public record DeadLetterTopicsSeen(LinkedHashMap<String, TopicState> states)
    implements SourceEvent {
  private static final long serialVersionUID = 1L;
}
