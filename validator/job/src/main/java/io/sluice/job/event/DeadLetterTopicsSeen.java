package io.sluice.job.event;

import io.sluice.job.deadletter.TopicState;
import java.util.LinkedHashMap;
import org.apache.flink.api.connector.source.SourceEvent;

/** Tells readers which dead-letter topics take letters, and how large ones. */
public record DeadLetterTopicsSeen(LinkedHashMap<String, TopicState> states)
    implements SourceEvent {
  private static final long serialVersionUID = 1L;
}
