package io.sluice.job.event;

import java.util.LinkedHashMap;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * The topics that may not be read, sent to readers.
 *
 * @param reasons by the name of the topic
 */
public record UnreadableTopics(LinkedHashMap<String, String> reasons) implements SourceEvent {
  private static final long serialVersionUID = 1L;
}
