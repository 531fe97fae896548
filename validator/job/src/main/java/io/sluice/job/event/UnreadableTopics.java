package io.sluice.job.event;

import java.util.LinkedHashMap;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * The topics that the job does not have permission to read, sent to readers.
 *
 * @param reasons keyed by topic
 */
public record UnreadableTopics(LinkedHashMap<String, String> reasons) implements SourceEvent {
  private static final long serialVersionUID = 1L;
}
